from truceline.language.truecase import is_capitals, truecase


def test_truecase_keeps_length_and_names() -> None:
    text = "REBELS ATTACKED MINAS TIRITH ON MONDAY. THE UN CONDEMNED IT."
    view = truecase(text, {"minas", "tirith", "monday"}, {"UN"})
    assert view == "Rebels attacked Minas Tirith on Monday. The UN condemned it."


def test_truecase_leaves_letters_alone_that_change_length() -> None:
    text = "İSTANBUL IS QUIET AND NOTHING HAPPENED THERE."
    assert len(truecase(text, set(), set())) == len(text)


def test_truecase_is_for_shouted_texts_only() -> None:
    assert is_capitals("REBELS ATTACKED MINAS TIRITH ON MONDAY")
    assert not is_capitals("The UN and NATO condemned the attack on Monday")
    assert not is_capitals("UN")
