"""What posts need and which rules hold: changed for the operation, a kind of post, or one post."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sejuk.engines import roster as engine
from sejuk.foundation.forces import queries as forces
from sejuk.foundation.ledger.actions import record, traced
from sejuk.foundation.operations import queries as operations
from sejuk.foundation.places import queries as places
from sejuk.kit.actors import Actor
from sejuk.kit.choices import N_
from sejuk.kit.decisions import NotYours, Refused
from sejuk.kit.storing import refused_when_there
from sejuk.plan.deployment import rules
from sejuk.plan.deployment.models import Band, Need, Pattern, Post, PostKind, RuleSetting
from sejuk.plan.deployment.queries.posts import post_called
from sejuk.plan.deployment.queries.rule_pages import OF_TERMS
from sejuk.plan.deployment.rules import NeedLevel, NeedLine

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation

# The patterns that guard duty in Indonesia is usually stood in. Standby of a day and a night counts
# whole and asks for the same time off after it.
USUAL_PATTERNS = (
    ("3x8", "3 x 8 jam", (("pagi", "Pagi", 6, 8, 0), ("siang", "Siang", 14, 8, 0),
                          ("malam", "Malam", 22, 8, 0))),
    ("12-24", "12 jam jaga, 24 jam lepas", (("siang12", "Siang", 7, 12, 24),
                                            ("malam12", "Malam", 19, 12, 24))),
    ("1x24", "Piket 1 x 24 jam", (("piket", "Piket", 8, 24, 24),)),
)  # fmt: skip


@traced
def take_usual_patterns(*, actor: Actor, now: datetime) -> list[Pattern]:
    """
    Enter the shift patterns that are usual; those that are there stay as they are.

    :raises Refused: when the actor plans nothing in the operation's area
    """
    area_code = operations.shared_area()
    rules.may_plan(actor, area_code=area_code).or_refuse()
    taken = []
    for code, name, bands in USUAL_PATTERNS:
        pattern, is_new = Pattern.objects.get_or_create(code=code, defaults={"name": name})
        if is_new:
            Band.objects.bulk_create(
                Band(
                    pattern=pattern, code=band, name=label, starts=time(starts),
                    minutes=hours * 60, rest_after_minutes=rest * 60,
                )
                for band, label, starts, hours, rest in bands
            )  # fmt: skip
            taken.append(pattern)
    record(
        verb="deployment.patterns.taken",
        subject="deployment.pattern:usual",
        actor=actor,
        now=now,
        area_code=area_code,
        detail={"new": [pattern.code for pattern in taken]},
    )
    return taken


@traced
def add_post(
    *,
    code: str,
    name: str,
    kind_id: int,
    area_code: str,
    starts_on: date | None,
    ends_on: date | None,
    actor: Actor,
    now: datetime,
) -> Post:
    """
    Enter a post; it inherits what posts of its kind need.

    :raises NotYours: when area or kind does not exist for this actor
    :raises Refused: when he may not plan, the code is taken, or the days do not fit
    """
    area = places.area_called(area_code, actor.scope)
    rules.may_plan(actor, area_code=area.code).or_refuse()
    kind = PostKind.objects.filter(id=kind_id).first()
    if kind is None:
        raise NotYours(f"kind {kind_id}")
    if starts_on and ends_on:
        rules.may_stand(starts_on, ends_on).or_refuse()
    with refused_when_there(N_("A post with code “%(code)s” is there already."), code=code):
        post = Post.objects.create(
            code=code, name=name, kind=kind, area=area, starts_on=starts_on, ends_on=ends_on
        )
    record(
        verb="deployment.post.added",
        subject=post,
        actor=actor,
        now=now,
        area_code=area.code,
        detail={"code": code, "kind": kind.code},
    )
    return post


@traced
def set_need(
    *, operation_id: int, post_id: int, line: NeedLine, actor: Actor, now: datetime
) -> Need:
    """
    Say how many of whom are needed: at a post, at all of its kind, or in the whole operation.

    A line that speaks of the same seat, stage and band takes the new count; zero takes the seat
    away for whoever would inherit it.

    :raises NotYours: when operation or post does not exist for this actor
    :raises Refused: when he may not plan, or stage, band or organisation is not known
    """
    operation = operations.operation_called(operation_id, actor.scope)
    post = post_called(post_id, actor.scope)
    rules.may_plan(actor, area_code=operation.area_id).or_refuse()
    organisation_id = _known_words(operation, post, line)
    need, _ = Need.objects.update_or_create(
        operation=operation,
        kind_id=post.kind_id if line.level is NeedLevel.KIND else None,
        post_id=post.pk if line.level is NeedLevel.POST else None,
        stage_code=line.stage_code,
        band_code=line.band_code,
        posture=line.posture.value,
        role=line.role.value,
        qualification=line.qualification,
        organisation_id=organisation_id,
        is_woman=line.is_woman,
        defaults={"count": line.count, "priority": line.priority, "by_squad": line.by_squad},
    )
    record(
        verb="deployment.need.set",
        subject=need,
        actor=actor,
        now=now,
        area_code=post.area_id if line.level is NeedLevel.POST else operation.area_id,
        detail={"level": line.level.name.lower(), "count": line.count, "role": line.role.value},
    )
    return need


def _known_words(operation: "Operation", post: Post, line: NeedLine) -> int | None:
    """
    Return the organisation's number, once it is certain that all words of a line are known.

    :raises Refused: naming the word that is not
    """
    stages = {stage.code for stage in operations.current_stages(operation)}
    if line.stage_code and line.stage_code not in stages:
        raise Refused(N_("The operation has no such stage."), where="stage_code")
    pattern = post.pattern or post.kind.pattern
    if line.band_code and not pattern.bands.filter(code=line.band_code).exists():
        raise Refused(N_("The pattern of this post has no such shift."), where="band_code")
    if not line.organisation:
        return None
    found = forces.organisations().filter(code=line.organisation).first()
    if found is None:
        raise Refused(N_("This organisation is not known."), where="organisation")
    return found.pk


@traced
def drop_need(*, need_id: int, actor: Actor, now: datetime) -> None:
    """
    Take a line of needs back; what it stood in the place of holds again.

    :raises NotYours: when it does not exist for this actor
    :raises Refused: when he may not plan
    """
    need = Need.objects.select_for_update(of=("self",)).filter(id=need_id).first()
    if need is None:
        raise NotYours(f"need {need_id}")
    operation = operations.operation_called(need.operation_id, actor.scope)
    rules.may_plan(actor, area_code=operation.area_id).or_refuse()
    record(
        verb="deployment.need.dropped",
        subject=need,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"count": need.count, "role": need.role},
    )
    need.delete()


@traced
def set_rule(
    *,
    operation_id: int,
    code: engine.RuleCode,
    level: engine.Level,
    amount: int,
    price: int,
    organisation_id: int | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> RuleSetting:
    """
    Let a rule of the roster hold otherwise in this operation, and say why.

    :raises NotYours: when the operation does not exist for this actor
    :raises Refused: when he does not lead it, the reason is missing, or the rule must stay hard
    """
    operation = operations.operation_called(operation_id, actor.scope)
    rules.may_set_rules(actor, area_code=operation.area_id).or_refuse()
    rules.may_be_reason(reason).or_refuse()
    if code in OF_TERMS:
        raise Refused(N_("This rule has nothing to act on here, so it is not set."), where="code")
    rules.may_weaken(code.value, level.value).or_refuse()
    setting, _ = RuleSetting.objects.update_or_create(
        operation=operation,
        code=code.value,
        organisation_id=organisation_id,
        defaults={
            "level": level.value,
            "amount": amount,
            "price": price,
            "reason": reason.strip(),
            "set_by": actor.name,
            "set_at": now,
        },
    )
    record(
        verb="deployment.rule.set",
        subject=setting,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"rule": code.value, "level": level.value, "amount": amount, "price": price},
    )
    return setting


@traced
def reset_rule(*, setting_id: int, actor: Actor, now: datetime) -> None:
    """
    Let a rule hold again as it does by default.

    :raises NotYours: when the setting does not exist for this actor
    :raises Refused: when he does not lead the operation
    """
    setting = RuleSetting.objects.select_for_update(of=("self",)).filter(id=setting_id).first()
    if setting is None:
        raise NotYours(f"rule {setting_id}")
    operation = operations.operation_called(setting.operation_id, actor.scope)
    rules.may_set_rules(actor, area_code=operation.area_id).or_refuse()
    record(
        verb="deployment.rule.reset",
        subject=setting,
        actor=actor,
        now=now,
        area_code=operation.area_id,
        detail={"rule": setting.code, "level": setting.level, "amount": setting.amount},
    )
    setting.delete()
