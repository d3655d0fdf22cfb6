"""Take inventory: the columns of the data to be moved, disposition of gaps, waves, cutover window."""

from playbooks.model.diagnosis import ranked
from playbooks.model.rollout import Rollout
from playbooks.model.text import Text
from playbooks.model.wave import taking_part, wave_days, waves
from tasks.adapters import inventory
from tasks.adapters.artifacts import PREFECT, Artifacts, artifact_key
from tasks.adapters.company import Company
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.artifact_wording import ARTIFACTS as WORDS
from tasks.adapters.render.inventory_sheet import InventoryFacts, inventory_sheet
from tasks.adapters.render.sheet import sheet_markdown
from tasks.adapters.render.voice import Voice
from tasks.adapters.sources.specification import ReconciliationSource
from tasks.verb import verb


@verb("take the inventory of {rollout}", "own-work", outside=True)
def take_inventory(office: Office, rollout: str, *, artifacts: Artifacts = PREFECT) -> None:
    """Show the inventory as one artifact; a file that cannot be read is named in it."""
    state = office.rollout(rollout)
    text = sheet_markdown(inventory_sheet(Voice(office.language, state), inventory_facts(office, state)))
    with changed_only(artifacts, home=office.home, rollout=rollout) as board:
        board.markdown(artifact_key(rollout, "inventory"), text)


def inventory_facts(office: Office, state: Rollout) -> InventoryFacts:
    """Return what was counted, and the waves with their days."""
    system = state.playbook.name
    sources = (one for one in office.sources.sources.get(system, ()) if isinstance(one, ReconciliationSource))
    memory = office.home / "inventory" / f"{artifact_key(state.key)}.json"
    found = inventory.take(sources, office.sources_folder, memory=memory)
    company = Company(office.company, system)
    organisation, calendar = company.organisation().content, company.dates()
    dates = calendar.content.of(system) if calendar.content else None
    ranking = ranked(organisation.pain_points) if organisation else ()
    days = wave_days(dates, state.calendar)
    return InventoryFacts(
        tables=found.tables,
        table_remarks=found.remarks,
        waves=waves(taking_part(state.playbook), ranking, system=system, begins=days),
        dates=dates,
        dates_remark=calendar.remark or _no_dates(system),
    )


def _no_dates(system: str) -> Text:
    zh, en = WORDS.n_no_dates.zh, WORDS.n_no_dates.en
    return Text(zh=zh.format(system=system), en=en.format(system=system))
