"""Publish: show where a phase stands on Prefect's pages, one artifact for each thing people look for."""

from datetime import datetime

from playbooks.model.kpi import standings
from playbooks.model.phase import PhaseKey
from tasks.adapters.artifacts import GATE, KPI, PREFECT, Artifacts, artifact_key
from tasks.adapters.office import Office
from tasks.adapters.published import changed_only
from tasks.adapters.render.charts import data_url, kpi_chart
from tasks.adapters.render.gate_note import gate_note
from tasks.adapters.render.gate_rows import present_verdicts, score
from tasks.adapters.render.markdown import gate_table, inbox, phase_summary
from tasks.adapters.render.voice import Voice
from tasks.verb import verb


@verb("publish {rollout_key} {phase}", "publish", outside=True)
def publish(office: Office, rollout_key: str, *, phase: PhaseKey, artifacts: Artifacts = PREFECT) -> None:
    """Show gate table, score, a note for each gate, KPI charts and the inbox; what is unchanged is left."""
    state, now, language = office.rollout(rollout_key), office.clock.now(), office.language
    summary = phase_summary(state, phase, language=language, now=now)
    table = gate_table(state, phase, language=language, now=now)
    with changed_only(artifacts, home=office.home, rollout=state.key) as board:
        board.markdown(artifact_key(state.key, phase, "gates"), f"{summary}\n{table}")
        board.progress(artifact_key(state.key, phase, "progress"), float(score(state, phase, now)))
        _publish_gates(board, Voice(language, state), phase=phase, now=now)
        _publish_kpis(board, Voice(language, state))
        board.markdown(artifact_key(state.key, "inbox"), inbox(state, language=language, now=now))


def _publish_gates(board: Artifacts, voice: Voice, *, phase: PhaseKey, now: datetime) -> None:
    state = voice.rollout
    verdicts = present_verdicts(state, phase, now=now)
    for gate in state.plan(phase).gates:
        note = gate_note(voice, gate, verdict=verdicts.get(gate.key))
        board.markdown(artifact_key(state.key, GATE, gate.key), note)


def _publish_kpis(board: Artifacts, voice: Voice) -> None:
    """Show a chart of every KPI with readings on record."""
    for kpi in standings(voice.rollout):
        if kpi.readings:
            url = data_url(kpi_chart(kpi, language=voice.language))
            board.image(artifact_key(voice.rollout.key, KPI, kpi.kpi.key), url)
