"""Every error that Truceline raises on purpose.

    TrucelineError
    ├── UsageError            the call itself is wrong: exit code 2
    ├── BadReport             one report cannot be read; the run goes on: exit code 1
    │   ├── NoDate            no publication day, and none given with --date
    │   ├── BadDate           the date is not a day of the calendar
    │   ├── NotText           binary, or not decodable as text
    │   ├── EmptyReport       no text in it
    │   ├── ReportTooLarge    longer than the setting max_report_chars
    │   ├── BadRow            a line or row that cannot be parsed
    │   ├── LanguageNotSupported
    │   ├── BadPage           a web page, feed, message or archive that cannot be taken apart
    │   ├── NotFetched        an address that gives no page: refused, too slow, too large, not allowed
    │   └── NotInstalled      its reader needs an extra that is not installed
    ├── BadData               a table of ours is broken; stops the run at the start
    ├── LookupNotBuilt        a gazetteer or other built table is missing
    ├── ModelError            a model folder is missing, damaged or of another version
    ├── StoreError            the database cannot be opened, read or written
    ├── NotFound              no report, event or other record has that id
    ├── Conflict              somebody else decided on it meanwhile; nothing was written
    └── NotAllowed            the person's role does not allow it

Each message says what was asked, what was found, and what to do.
"""


class TrucelineError(Exception):
    """Base of all errors that end in one line for the user."""


class UsageError(TrucelineError):
    """The call is wrong: an unknown option value, a path that does not exist."""


class BadReport(TrucelineError):
    """One report cannot be read. It is recorded with its reason and the run goes on."""


class NoDate(BadReport):
    """The report has no publication day."""


class BadDate(BadReport):
    """The report's date is not a day of the calendar."""


class NotText(BadReport):
    """The input is binary or cannot be decoded."""


class EmptyReport(BadReport):
    """The report holds no text."""


class ReportTooLarge(BadReport):
    """The report is longer than the limit in the settings."""


class BadRow(BadReport):
    """A line of JSONL or a row of CSV cannot be parsed."""


class LanguageNotSupported(BadReport):
    """The report is not in a language that Truceline reads."""


class BadPage(BadReport):
    """A web page, feed, message or archive cannot be taken apart."""


class NotFetched(BadReport):
    """A web address gives no page."""

    def __init__(
        self,
        message: str,
        *,
        later: bool = False,
        silent: bool = False,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        """The server's answer, where it gave one."""
        self.later = later or silent
        """True when another try may do better: no answer, too slow, an error of the server."""
        self.silent = silent
        """True when the host cannot be reached at all, which is no fault of the page."""
        self.retry_after_s = retry_after_s
        """How long the server asks to be left alone, where it does."""


class NotInstalled(BadReport):
    """The reader for this input needs an extra that is not installed."""


class BadData(TrucelineError):
    """A data file of the package is broken."""


class LookupNotBuilt(TrucelineError):
    """A built table, such as the gazetteer, is not there."""


class ModelError(TrucelineError):
    """The shipped model cannot be loaded."""


class StoreError(TrucelineError):
    """The database cannot be opened, read or written."""


class NotFound(TrucelineError):
    """No record has the id that was asked for."""


class Conflict(TrucelineError):
    """Somebody else decided on the record after it was shown. Nothing was written."""


class NotAllowed(TrucelineError):
    """The person may not do that: another's decision, or a role that does not allow it."""
