from __future__ import annotations

import pytest

from truceline.errors import LanguageNotSupported
from truceline.ingest.languages import check_language


@pytest.mark.parametrize(
    "text",
    [
        "The riders of Gondor broke the truce at Bree on Monday, said a herald of the king.",
        "THE RIDERS OF GONDOR BROKE THE TRUCE AT BREE ON MONDAY, SAID A HERALD OF THE KING.",
        "Truce ends",
        "Gondor, Arnor, Mordor sign deal",
        "Al Nour, Abu Hamza, El Fasher, La Paz, De la Cruz, Los Santos, Rio de Janeiro: eight dead",
        "He said “Hasta la victoria siempre” and left the hall, and the riders of Gondor went home to their king.",
        "The herald read it in the old tongue: أعلن متحدث باسم فرسان, and the crowd of the city heard him out.",
        "Bree 1 (Butterbur 74) Archet 1 (Ferny 57)\nCombe v Staddle - late\nBuckland v Deephallow, Stock v Rushey",
        "",
    ],
)
def test_languages_english_short_and_mixed_texts_pass(text: str) -> None:
    check_language(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Die Reiter von Gondor erklärten am Dienstag, dass die Waffenruhe beendet ist und das Lager brennen wird.",
            "German",
        ),
        (
            "I cavalieri di Gondor hanno annunciato che la tregua con le forze di Mordor è finita, secondo il re.",
            "Italian",
        ),
        (
            "Os cavaleiros de Gondor disseram que a trégua com as forças de Mordor não foi renovada pelo rei.",
            "Portuguese",
        ),
        (
            "De ruiters van Gondor zeiden dat het bestand met Mordor voorbij is en dat zij het kamp zullen aanvallen.",
            "Dutch",
        ),
        (
            "Gondor süvarileri bu ateşkesin sona erdiğini ve kampın hedef olarak alınacağını söyledi, ciddi bir karar.",
            "Turkish",
        ),
        (
            "Penunggang Gondor mengatakan bahwa gencatan senjata dengan Mordor telah berakhir dan mereka akan pergi.",
            "Indonesian",
        ),
        ("刚铎的骑兵周二宣布与魔多的停火协议已经结束，发言人说他们将袭击所有营地。", "Chinese"),
        ("פרשי גונדור הודיעו ביום שלישי על סיום הפסקת האש עם מורדור", "Hebrew"),
        ("Οι ιππείς της Γκόντορ ανακοίνωσαν το τέλος της εκεχειρίας", "Greek"),
    ],
)
def test_languages_others_are_refused_by_name(text: str, name: str) -> None:
    with pytest.raises(LanguageNotSupported, match=name):
        check_language(text)
