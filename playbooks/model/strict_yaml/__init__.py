"""YAML as people mean it: a strict subset with positions, and models loaded from it."""

from playbooks.model.strict_yaml.document import Document, YamlValue, parse_yaml
from playbooks.model.strict_yaml.loading import load_model
from playbooks.model.strict_yaml.playbook_error import PlaybookError, PlaybookFault

__all__ = ["Document", "PlaybookError", "PlaybookFault", "YamlValue", "load_model", "parse_yaml"]
