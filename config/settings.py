"""Where things lie and whom to talk to: read once from the environment, frozen afterwards.

- A variable is named PHASEGATE_ and the field; an empty one counts as unset.
- A home may keep variables of its own in `settings.env`; those of the environment go before them.
- Where nobody says so, Prefect is where the server that runs at this home has left its address.
- A wrong value is refused in one sentence that names the variable and the fix, never its neighbours.
- Plain Pydantic: pydantic-settings costs more at start than all of `phasegate status` may take.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from playbooks.model.errors import InputError
from playbooks.model.phrase import Phrase, marked, phrase, system_fault
from playbooks.model.text import Language

PREFIX = "PHASEGATE_"
EXAMPLE = Path(__file__).parent / "example"
CONTROLS = Path(__file__).parent / "controls.yaml"
HOME_FILE = "settings.env"
ADDRESS_FILE = "prefect.address"
SECRET_FIELDS = frozenset({"database_url", "slack_bot_token", "slack_app_token", "slack_signing_secret"})


def settled(path: Path) -> Path:
    """Return the absolute path, so that a child process with another working directory means the same."""
    try:
        return path.expanduser().absolute()
    except (RuntimeError, OSError) as error:  # nobody has the home of that tilde; the working folder is gone
        raise ValueError(str(error)) from error


Place = Annotated[Path, AfterValidator(settled)]


class Settings(BaseModel):
    """What differs between installations; a description is the fix for a wrong value."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Place = Field(
        default=Path(".phasegate"), validate_default=True, description=marked("a folder that may be written")
    )
    database_url: str | None = Field(
        default=None,
        pattern=r"^(sqlite:///|postgresql\+psycopg://).+",
        repr=False,
        description=marked("sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/DATABASE"),
    )
    language: Language = Field(default=Language.EN, description=marked("zh or en"))
    organisation: Place = Field(
        default=EXAMPLE / "organisation.yaml", description=marked("the YAML file of the organisation")
    )
    controls: Place = Field(default=CONTROLS, description=marked("the YAML file of the mandatory controls"))
    sources: Place | None = Field(default=None, description=marked("the YAML file of the evidence sources"))
    ledger_origin: str = Field(
        default="phasegate.local/ledger",
        pattern=r"^[^\s+]{1,200}$",
        description=marked("a name without blanks and plus signs"),
    )
    ledger_key: Place = Field(
        default_factory=lambda data: data["home"] / "ledger.key",
        description=marked("the file of the signing key"),
    )
    clock: Place | None = Field(default=None, description=marked("the file of a rehearsal calendar"))
    prefect_api_url: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description=marked("the address of Prefect's API, like http://127.0.0.1:4200/api"),
    )
    evidence_limit_bytes: int = Field(
        default=20 * 2**20, ge=1, le=2**30, description=marked("a whole number of bytes from 1 to 1073741824")
    )
    outbox_file: Place = Field(
        default_factory=lambda data: data["home"] / "outbox.jsonl",
        description=marked("the file that messages go to"),
    )
    console_channel: bool = Field(default=True, description=marked("true or false"))
    channels: Place | None = Field(default=None, description=marked("the YAML file of the channels"))
    portal_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$",
        description=marked("the public address of the decision page, like https://gates.example.com"),
    )
    stuck_after_seconds: int = Field(
        default=600, ge=1, le=86_400, description=marked("a whole number of seconds from 1 to 86400")
    )
    slack_bot_token: str | None = Field(
        default=None,
        pattern=r"^xoxb-\S+$",
        repr=False,
        description=marked("the bot token of the Slack app, xoxb-…"),
    )
    slack_app_token: str | None = Field(
        default=None,
        pattern=r"^xapp-\S+$",
        repr=False,
        description=marked("the app-level token of the Slack app, xapp-…"),
    )
    slack_signing_secret: str | None = Field(
        default=None,
        pattern=r"^\S{8,200}$",
        repr=False,
        description=marked("the signing secret of the Slack app"),
    )
    slack_api_url: str = Field(
        default="https://slack.com/api/",
        pattern=r"^https?://\S+/$",
        description=marked("the address of Slack's API, ending with a slash"),
    )
    slack_channel: str | None = Field(
        default=None,
        pattern=r"^[CG][A-Z0-9]+$",
        description=marked("the id of the channel for the whole team, C…"),
    )

    @property
    def store_url(self) -> str:
        """The database of the store: the one named, or a SQLite file at home."""
        return self.database_url or f"sqlite:///{self.home / 'phasegate.db'}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read every setting, or refuse the first wrong one; what a home says of itself counts where nothing else is said."""
        environment = {**kept_at_home(environment), **environment}
        given = {name: environment.get(variable(name), "").strip() for name in cls.model_fields}
        given["language"] = given["language"] or spoken_language(environment)
        given["prefect_api_url"] = (
            given["prefect_api_url"]
            or environment.get("PREFECT_API_URL", "").strip()
            or served_at_home(environment)
        )
        try:
            return cls.model_validate({name: value for name, value in given.items() if value})
        except ValidationError as wrong:
            raise refusal(wrong, environment) from None

    def keep_at_home(self) -> None:
        """Write what differs from the defaults into the home, for every later command that uses this home."""
        values = self.model_dump(
            mode="json", exclude_none=True, exclude_defaults=True, exclude={"home", *SECRET_FIELDS}
        )
        lines = [f"{variable(name)}={value}\n" for name, value in values.items()]
        (self.home / HOME_FILE).write_text("".join(lines), encoding="utf-8")

    def to_environment(self) -> dict[str, str]:
        """Return the variables that make a child process read these same settings."""
        values = self.model_dump(mode="json", exclude_none=True)
        return {variable(name): str(value) for name, value in values.items()}


def kept_at_home(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that the home itself keeps; a home without such a file keeps none."""
    lines = _lines_at_home(environment, HOME_FILE)
    pairs = (line.partition("=") for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def served_at_home(environment: Mapping[str, str]) -> str:
    """Return the address of the server that runs at this home, as it has left it there; empty where none runs."""
    return "".join(_lines_at_home(environment, ADDRESS_FILE)).strip()


def _lines_at_home(environment: Mapping[str, str], name: str) -> list[str]:
    """Return the lines of a file at home; none where there is no such file."""
    named = Path(environment.get(variable("home"), "").strip() or ".phasegate")
    try:
        file = settled(named) / name
    except ValueError:  # the home is refused with the other settings
        return []
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise _unreadable(file, system_fault(error)) from error
    except UnicodeDecodeError as error:
        raise _unreadable(file, phrase("it is not UTF-8 text")) from error


def reader_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language to speak, also while another setting is wrong or the language itself is."""
    with suppress(InputError):
        environment = {**kept_at_home(environment), **environment}
    with suppress(ValueError):
        return Language(environment.get(variable("language"), "").strip())
    return spoken_language(environment)


def variable(name: str) -> str:
    """Return the environment variable of a field."""
    return PREFIX + name.upper()


def spoken_language(environment: Mapping[str, str]) -> Language:
    """Return the language of the user's locale; only Chinese ones are Chinese."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return Language.ZH if locale.lower().startswith("zh") else Language.EN


def _unreadable(file: Path, reason: Phrase) -> InputError:
    return InputError("{file} cannot be read ({reason}); mend or remove it.", file=file, reason=reason)


def refusal(wrong: ValidationError, environment: Mapping[str, str]) -> InputError:
    """Say which variable is wrong and what it should be; a value that may hold a password is not repeated."""
    name = str(wrong.errors()[0]["loc"][0])
    source = variable(name)
    if name == "prefect_api_url" and not environment.get(source, "").strip():
        source = "PREFECT_API_URL"
    shown = phrase("unreadable") if name in SECRET_FIELDS else repr(environment.get(source, ""))
    return InputError(
        "{variable} is {shown}: set it to {wanted}, or unset it.",
        variable=source,
        shown=shown,
        wanted=Phrase(Settings.model_fields[name].description or ""),
    )
