"""The door through which a wish came; a playbook may name those through which a gate is signed."""

from enum import StrEnum

from playbooks.model.text import Text


class Via(StrEnum):
    """A door: how well it knows who comes differs, so that a playbook may bar the weaker ones."""

    CLI = "cli"
    SLACK = "slack"
    PORTAL = "portal"
    FLOW = "flow"
    TIMER = "timer"
    API = "api"

    @property
    def label(self) -> Text:
        """Return what people call it."""
        return _LABELS.get(self, Text(zh=self.value, en=self.value))


_LABELS = {
    Via.CLI: Text(zh="命令行", en="the command line"),
    Via.SLACK: Text(zh="Slack", en="Slack"),
    Via.FLOW: Text(zh="阶段运行", en="a phase run"),
    Via.TIMER: Text(zh="定时", en="the timer"),
    Via.PORTAL: Text(zh="决定页面", en="the decision page"),
}
