"""How evidence stands to what is held: the same thing, its opposite, or what it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prefmem.records import PreferenceRecord
from prefmem.stages import alternatives, changepoint, keys, leaving, recovered, timescales
from prefmem.stages.found import Found
from prefmem.stages.keydata import HEALTH
from prefmem.stages.recipients import recipients
from prefmem.types import Evidence


def is_open(record: PreferenceRecord) -> bool:
    """True unless the record was replaced or has ended."""
    return record.status not in ("superseded", "expired")


def compatible(record: PreferenceRecord, said: Evidence) -> bool:
    """A taste never speaks about a constraint of health or faith, nor the other way round."""
    if not is_open(record):
        return False
    mine, theirs = timescales.class_of(said.behaviour), timescales.class_of(record.behaviour)
    return said.behaviour == record.behaviour or "lasting" not in (mine, theirs)


def home_of(found: Sequence[Found], said: Evidence) -> Found | None:
    """The key that evidence belongs to, if it is held: the likeliest in the same context."""
    if said.target is not None:
        named = [f for f in found if f.record.id == said.target]
        if named:
            return named[0]
    fitting = [f for f in found if one_thing(f) and one_place(said, f.record)]
    return max(fitting, key=lambda f: (f.same, f.cosine, f.record.id), default=None)


def one_thing(found: Found) -> bool:
    """True if both speak of one thing, in words that they share.

    A repeat is no longer told by itself, and a contradiction closes what was held: nearness of
    meaning alone ("avoids leather", "likes vintage clothes") must do neither.
    """
    if found.same < keys.SAME or found.shared < keys.SHARED:
        return False
    return found.stance == "opposes" or (found.agrees and found.same >= keys.ONE)


def is_said_since(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the user says this outright after what they decided or pinned."""
    return said.kind in changepoint.OUTRIGHT and _decided_before(record, said)


def outweighs(said: Evidence, record: PreferenceRecord) -> bool:
    """True if what is said takes effect on a record at once, and is not only weighed against it.

    It does where it is put plainly; what is taken for a wish by its phrasing alone ("running clears
    my head") says less than what somebody said in so many words, unless it tells of a change.
    """
    if said.kind not in changepoint.OUTRIGHT:
        return False
    if said.condition != IN_PASSING or leaving.announces_change(said):
        return True
    return all(e.condition == IN_PASSING or e.kind in keys.SHOWN for e in supporting(record))


def changes_a_decision(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the user takes back in words what the user had decided."""
    later = _decided_before(record, said)
    return later and (said.kind == "instruction" or leaving.announces_change(said))


def is_heard_again(record: PreferenceRecord, said: Evidence) -> bool:
    """True if what the user had turned down may be held once more.

    A need of health that is said outright later is heard without more words: its loss does harm.
    """
    needed = said.behaviour == HEALTH and said.kind in changepoint.OUTRIGHT
    return changes_a_decision(record, said) or (needed and _decided_before(record, said))


def is_turned_down(found: Sequence[Found], said: Evidence) -> bool:
    """True if the user has rejected just what this says, and it is not to be heard again."""
    rejected = [f for f in found if f.record.status == "rejected" and one_thing(f) and f.agrees]
    turned = [f.record for f in rejected if keys.meets(f.record.context, said.context)]
    return any(not is_heard_again(record, said) for record in turned)


def put_right(records: Iterable[PreferenceRecord], said: Evidence) -> PreferenceRecord | None:
    """The preference that the user has put right just what is said now in, if there is one."""
    now = keys.trait(said.statement, said.subject, said.behaviour)
    corrected = [r for r in records if "unsaid" in r.drift]
    for record in sorted(corrected, key=lambda r: r.id):
        for statement, subject, polarity in record.drift["unsaid"]:
            then = keys.trait(statement, subject, record.behaviour)
            alike = polarity == said.polarity and now.behaviour == then.behaviour
            alike = alike and keys.overlap(then.subject, now.subject) > keys.SHARED
            if alike and keys.overlap(then.words, now.words) > keys.SHARED:
                return record
    return None


def _decided_before(record: PreferenceRecord, said: Evidence) -> bool:
    decided = [e.at for e in record.evidence if e.source == "user"]
    return not decided or said.at > max(decided)


def is_final(record: PreferenceRecord) -> bool:
    """True if the user's own word stands behind the record."""
    return record.decided is not None or record.pinned


def yields(record: PreferenceRecord, said: Evidence) -> bool:
    """True if this evidence may change the record: what the user decided yields to the user."""
    return not is_final(record) or changes_a_decision(record, said)


def earlier(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the record was shown before this message; one message does not contradict itself."""
    own = (said.conversation_id, said.message_id)
    return record.valid_from <= said.at and any(
        (e.conversation_id, e.message_id) != own and e.at <= said.at for e in record.evidence
    )


def speaks_for(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the message that this stands in also gives evidence for the record."""
    own = (said.conversation_id, said.message_id)
    return any((e.conversation_id, e.message_id) == own for e in supporting(record))


def replaced_by(
    said: Evidence,
    found: Sequence[Found],
    home: Found | None,
    needed: float | None,
    *,
    moved: bool = False,
) -> list[PreferenceRecord]:
    """Held preferences that this evidence takes the place of, besides its own key.

    `moved` is true where its message says that something ended, and not what.

    Words that announce a change, or a behaviour that has one value at a time, are needed: liking
    one more thing replaces nothing. What the same message said beside a replaced preference goes
    with it where it is still close: people tell of one thing in several sentences.
    """
    alone = keys.single_valued(said.behaviour)
    if not (alone or moved or needed is not None):
        return []
    own = home.record.id if home is not None else ""
    rivals = [f for f in found if f.record.id != own and may_replace(said, f)]
    out = [
        f
        for f in rivals
        if (alone and _is_another_value(said, f.record))
        or (needed is not None and (f.leaves >= needed or takes_its_place(f.record, said)))
    ]
    out += [f for f in moved_on_from(said, rivals) if moved and f not in out]
    return [f.record for f in with_the_rest(out, rivals)]


def _is_another_value(said: Evidence, record: PreferenceRecord) -> bool:
    """True if both tell what a person has one of at a time, and it counts at once."""
    alike = record.behaviour == said.behaviour and one_place(said, record)
    return alike and outweighs(said, record)


def takes_its_place(record: PreferenceRecord, said: Evidence) -> bool:
    """True if both tell one of the things of which people have one at a time, and not the same."""
    wanted = said.polarity == record.polarity == "for"
    return wanted and alternatives.rival(record.statement, said.statement)


def moved_on_from(said: Evidence, rivals: Sequence[Found]) -> list[Found]:
    """What somebody leaves who moves on to one thing of a field, and names no other: the one held.

    Where several of that field are held, none: it may be any of them.
    """
    if said.polarity != "for" or said.kind in keys.SHOWN:
        return []
    kin = [
        f
        for f in rivals
        if f.record.polarity == "for" and alternatives.kin(f.record.statement, said.statement)
    ]
    return kin if len(kin) == 1 else []


def with_the_rest(ended: Sequence[Found], rivals: Sequence[Found]) -> list[Found]:
    """What ended, and what was said beside it and is still close."""
    messages = {message for f in ended for message in messages_of(f.record)}
    return [
        f
        for f in rivals
        if f in ended or (f.leaves >= leaving.NEARBY and messages_of(f.record) <= messages)
    ]


def may_replace(said: Evidence, found: Found) -> bool:
    """True if the record could be replaced by this evidence at all."""
    record = found.record
    agrees = one_thing(found) and found.agrees
    if agrees or record.status == "rejected" or not covers(said, record):
        return False
    if not is_of_its_kind(found, said):
        return False
    if said.polarity == "against" == record.polarity:
        return False  # no longer liking one thing does not end the dislike of another
    if found.kept and found.agrees and not takes_its_place(record, said):
        return False  # wanting it once more does not replace it
    return earlier(record, said) and not speaks_for(record, said) and yields(record, said)


def is_against_part(found: Found, said: Evidence) -> bool:
    """True if what is said outright is the opposite of one of several things that are held."""
    record = found.record
    opposed = record.polarity != said.polarity and found.stance != "agrees"
    outright = outweighs(said, record) and not is_final(record)
    return opposed and outright and one_place(said, record) and earlier(record, said)


def is_of_its_kind(found: Found, said: Evidence) -> bool:
    """False for a need of health, unless health is spoken of and the need named: no more ends one.

    "I've stopped eating peanuts" says nothing of an allergy to them.
    """
    if found.record.behaviour != HEALTH:
        return True
    shared = found.shared >= keys.SHARED or recovered.is_had_no_more(found.record, said)
    return said.behaviour == HEALTH and shared


def one_place(said: Evidence, record: PreferenceRecord) -> bool:
    """True if both stand in the same context, and tell how to write to the same people."""
    if not keys.meets(record.context, said.context):
        return False
    wishes = record.behaviour.startswith(ABOUT_ANSWERS) and said.behaviour.startswith(ABOUT_ANSWERS)
    return not wishes or recipients(record.statement) == recipients(said.statement)


def messages_of(record: PreferenceRecord) -> set[tuple[str, str]]:
    """The messages that the record rests on."""
    return {(e.conversation_id, e.message_id) for e in record.evidence}


def covers(said: Evidence, record: PreferenceRecord) -> bool:
    """A change said of no particular context reaches all; one said of a context only that one."""
    return not said.context.factors() or keys.meets(record.context, said.context)


def replaced_already(said: Evidence, found: Sequence[Found]) -> bool:
    """True for evidence learned late, of what a later statement has replaced since."""
    for f in found:
        if f.record.valid_from <= said.at or (f.agrees and f.same >= keys.SAME):
            continue
        if any(later.at > said.at and leaves_behind(f, later, said) for later in f.record.evidence):
            return True
    return False


def leaves_behind(found: Found, later: Evidence, said: Evidence) -> bool:
    """True if later evidence of a held record announces that what is said now had ended."""
    own = leaving.told([later])
    needed = leaving.needed(later, own, own)
    if needed is None:
        return False
    old = keys.trait(said.statement, said.subject, said.behaviour)
    new = keys.trait(later.statement, later.subject, later.behaviour)
    quoted = keys.content(said.quote)
    cosines = (found.cosine, found.cosine)
    values = leaving.features(old, quoted, new, cosines, own, own)
    return leaving.probability(values) >= needed


def may_end(said: Evidence, found: Sequence[Found]) -> list[Found]:
    """Held preferences that could be taken back by this evidence at all."""
    held = [f for f in found if is_open(f.record) and f.record.status != "rejected"]
    held = [f for f in held if covers(said, f.record) and f.record.valid_from < said.at]
    held = [f for f in held if f.record.id == said.target or is_of_its_kind(f, said)]
    return [f for f in held if not speaks_for(f.record, said) and yields(f.record, said)]


def ended_by(said: Evidence, found: Sequence[Found], own: leaving.Told) -> list[Found]:
    """Held preferences that are taken back by this evidence, with nothing in their place."""
    held = may_end(said, found)
    named = [f for f in held if f.record.id == said.target]
    if named:
        return named
    ended = [f for f in held if is_ended(f, said, own)]
    rest = [f for f in held if compatible(f.record, said) and was_held_so(f, said, own)]
    return with_the_rest(ended, [*ended, *(f for f in rest if f not in ended)])


def is_ended(found: Found, said: Evidence, own: leaving.Told) -> bool:
    """True if what is taken back is this: in the same words, or all but certainly."""
    if recovered.is_had_no_more(found.record, said) or is_lifted(found.record, said):
        return True
    if said.condition == UNSAID:
        return is_unsaid(found, said)
    if recovered.both_of_allergies(found.record, said) or said.condition in (LIFTED, WHOLLY):
        return False
    if found.shared >= keys.SHARED and max(found.leaves, found.same) >= keys.TAKEN_BACK:
        return not own.sides or was_held_so(found, said, own)
    return (
        compatible(found.record, said)
        and was_held_so(found, said, own)
        and found.leaves >= leaving.NAMED
    )


def is_lifted(record: PreferenceRecord, said: Evidence) -> bool:
    """True if the record tells the very wish about answers that is taken back.

    Its side is the other one: "emojis are fine again" ends "no emojis", and leaves "uses emojis".
    Where the wish itself is named ("forget the 100 word rule"), its side is open, and so is how it
    was filed: its words tell it.
    """
    if not said.behaviour.startswith(ABOUT_ANSWERS):
        return False
    if not record.behaviour.startswith(ABOUT_ANSWERS):
        return False
    about = keys.content(said.subject)
    of_it = record.behaviour == said.behaviour and keys.content(record.subject) == about
    if said.condition != WHOLLY:
        return of_it and record.polarity != said.polarity
    return of_it or (bool(about) and about <= keys.content(record.statement))


def is_unsaid(found: Found, said: Evidence) -> bool:
    """True if the record tells what was not meant, on the same side and about the same."""
    record = found.record
    about, known = keys.content(said.subject), keys.content(record.subject)
    words, theirs = keys.content(said.statement), keys.content(record.statement)
    within = bool(words) and words <= theirs and len(theirs - words) <= CLOSE
    alike = within or (bool(about) and about == known)
    return record.polarity != said.polarity and alike and found.stance != "apart"


IN_PASSING = "said in passing"
"""Condition of what no known word says to be a wish: it is put as wishes are."""
CLOSE = 2
"""Words more that a preference may tell than what was not meant."""
UNSAID = "said that it was not meant"
"""Condition of evidence that takes back what was said, on the other side of what was."""
ABOUT_ANSWERS = ("style.", "interaction.", "expertise.")
"""Families of behaviours that tell how to answer."""
LIFTED = "lifted a wish"
"""Condition of evidence that frees one side of what is wished about answers."""
WHOLLY = "lifted a wish, whichever side it was on"
"""Condition of evidence that names a wish by its words."""


def was_held_so(found: Found, said: Evidence, own: leaving.Told) -> bool:
    """True if the record was held the way that is taken back: what was liked, what was not.

    A condition is had, however it is filed: "against" says of it that it rules something out.
    """
    if found.record.behaviour == HEALTH:
        return True
    if own.sides:
        return "either" in own.sides or found.record.polarity in own.sides
    return not said.polarity == "against" == found.record.polarity


def supporting(record: PreferenceRecord) -> list[Evidence]:
    """Evidence for what is held; contrary items stay while they weigh against it."""
    contrary = set(record.drift.get("contrary", ()))
    return [e for e in record.evidence if e.id not in contrary] or list(record.evidence)
