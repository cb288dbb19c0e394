"""The file's shape, in pydantic: what JSON Schema and editors see."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Name = Annotated[
    str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=64)
]
Pattern = Annotated[
    str, StringConstraints(pattern=r"^(\*|[a-z][a-z0-9_]*(\.([a-z][a-z0-9_]*|\*))?)$")
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Channel = Literal[
    "instruction", "stated", "corrected", "elicited", "chosen", "rejected", "observed"
]
Layer = Literal["law", "organisation", "role", "user"]
LAYERS: tuple[Layer, ...] = ("law", "organisation", "role", "user")
TierName = Literal["personalizable", "safeguarded", "universal"]
AudienceName = Literal["self", "shared", "minor"]
Outcome = Literal["adaptable", "fixed", "binding", "soft", "withheld", "stored", "refused"]


class Strict(BaseModel):
    """An unknown key is an error: a misspelt rule must not be a rule that is missing."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Defaults(Strict):
    """What holds where nothing is said. Both are fixed; the file says them for its readers."""

    unknown_behaviour: Literal["universal"] = "universal"
    decision: Literal["refuse"] = "refuse"


class BehaviourEntry(Strict):
    """A name of the vocabulary: its tier, and how it may become known."""

    tier: TierName
    says: Text | None = Field(None, description="What it is, in words a person understands.")
    channels: list[Channel] = Field(default_factory=list[Channel])
    safeguards: list[Name] = Field(default_factory=list[str])
    fails: Literal["on", "off"] = Field(
        "off", description="'on': raises safety, so that in doubt it still counts."
    )
    force: Literal["binding", "soft"] = "soft"
    sensitivity: Name | None = None


class RequestEntry(Strict):
    """A kind of request: what is fixed in it, what may only colour it, what stays."""

    says: Text
    tier: TierName = "personalizable"
    fixed: list[Pattern] = Field(default_factory=list[str])
    soft: list[Pattern] = Field(default_factory=list[str])
    keep: list[Pattern] = Field(default_factory=list[str])
    safeguards: list[Name] = Field(default_factory=list[str])


class CheckEntry(Strict):
    """What can be tested in an answer."""

    kind: Literal["min_views", "mentions_any", "mentions_none", "discloses"]
    n: int = Field(0, ge=0, le=10)
    words: list[Text] = Field(default_factory=list[str])


class SafeguardEntry(Strict):
    """A sentence for the prompt, and how an answer is tested for it."""

    say: Text
    check: CheckEntry | None = None


class SensitivityEntry(Strict):
    """A class of sensitive content, and when it may be stored."""

    says: Text
    stored: Literal["outright", "consent", "never"] = "outright"
    keep_days: int | None = Field(
        None,
        ge=1,
        le=36500,
        description="Removed when the user has not shown it for so long; left out: kept.",
    )


class RoleEntry(Strict):
    """What an assistant in this role owes, and which behaviours do not adapt for it."""

    duties: list[Text] = Field(default_factory=list[str])
    restrict: list[Pattern] = Field(default_factory=list[str])


class RuleEntry(Strict):
    """One effect on some behaviours; a condition that is not given matches anything."""

    effect: Literal["forbid", "permit_with", "permit"]
    behaviours: list[Pattern] = Field(min_length=1)
    requests: list[Name] | None = Field(None, min_length=1)
    audience: list[AudienceName] | None = Field(None, min_length=1)
    roles: list[Name] | None = Field(None, min_length=1)
    channels: list[Channel] | None = Field(None, min_length=1)
    safeguards: list[Name] = Field(default_factory=list[str])
    because: Text


class ExplorationEntry(Strict):
    """How much of what is recommended stays free of the profile."""

    suggest: float = Field(0.0, ge=0, le=1)
    free: float = Field(0.0, ge=0, le=1)
    requests: list[Name] = Field(default_factory=list[str])
    behaviours: list[Pattern] = Field(default_factory=list[str])
    safeguard: Name | None = None


class RetentionEntry(Strict):
    """How long what is kept is kept; sensitive classes say `keep_days` of their own."""

    audit_days: int | None = Field(
        None, ge=1, le=3650, description="Records of decisions; 365 where no layer says."
    )
    turns_days: int | None = Field(
        None, ge=1, le=36500, description="The text of turns that were read; left out: kept."
    )
    ended_days: int | None = Field(
        None,
        ge=1,
        le=36500,
        description="Preferences that were superseded or have expired, with their history and "
        "the evidence that nothing else rests on; left out: kept.",
    )


class PreferenceEntry(Strict):
    """The preference of a test."""

    behaviour: Text
    text: Text
    channel: Channel = "stated"
    status: Literal["candidate", "active", "contested", "expired", "superseded"] = "active"
    sensitivity: Name | None = None
    pinned: bool = False
    suspended: bool = False
    weight: float = Field(1.0, ge=0, le=1)


class TestEntry(Strict):
    """A row of the file's own table: a request or something to be stored, and what must follow."""

    preference: PreferenceEntry | None = None
    request: Text | None = None
    kinds: list[Name] = Field(default_factory=list[str], description="Kinds that must hold.")
    not_kinds: list[Name] = Field(default_factory=list[str])
    audience: AudienceName = "self"
    role: Name | None = None
    consent: dict[str, bool] = Field(default_factory=dict[str, bool])
    strict: bool = False
    tier: TierName | None = None
    safeguards: list[Name] = Field(default_factory=list[str])
    expect: dict[str, Outcome] = Field(default_factory=dict[str, Outcome])
    because: Text | None = Field(None, description="Why, where people would disagree.")


class PolicyFile(Strict):
    """A policy file."""

    version: Literal[1]
    policy: Text
    revision: Text
    layer: Layer = "organisation"
    under: Text | None = Field(
        None, description="The layer above: 'default', or a file beside this one."
    )
    defaults: Defaults = Field(default_factory=Defaults)
    retention: RetentionEntry | None = None
    consent: Literal["by_class", "always"] | None = Field(
        None,
        description="'always': nothing sensitive is stored without consent to its class; "
        "'by_class', which is the default: each class says when.",
    )
    sensitivities: dict[Name, SensitivityEntry] = Field(default_factory=dict[str, SensitivityEntry])
    behaviours: dict[Name, BehaviourEntry] = Field(default_factory=dict[str, BehaviourEntry])
    requests: dict[Name, RequestEntry] = Field(default_factory=dict[str, RequestEntry])
    safeguards: dict[Name, SafeguardEntry] = Field(default_factory=dict[str, SafeguardEntry])
    rules: dict[Name, RuleEntry] = Field(default_factory=dict[str, RuleEntry], max_length=2000)
    roles: dict[Name, RoleEntry] = Field(default_factory=dict[str, RoleEntry])
    exploration: ExplorationEntry | None = None
    tests: list[TestEntry] = Field(default_factory=list[TestEntry], max_length=5000)
