"""The week's retrospective as one self-contained HTML page, to be read together at the table and printed."""

from playbooks.model.retrospective import Retrospective
from playbooks.model.rollout import Rollout
from playbooks.model.talking_points import talking_points
from playbooks.model.text import Language
from tasks.adapters.render.charts import FONTS
from tasks.adapters.render.environment import render
from tasks.adapters.render.sentence import decided
from tasks.adapters.render.voice import Voice


def retrospective_page(held: Retrospective, rollout: Rollout, *, language: Language) -> str:
    """Return the page of one week."""
    voice = Voice(language, rollout)
    return render(
        "retrospective.html.jinja2",
        voice=voice,
        say=voice.say,
        words=voice.words,
        rollout=rollout,
        held=held,
        points=talking_points(held, rollout),
        decided=lambda event: decided(event, voice),
        fonts=FONTS[language],
    )
