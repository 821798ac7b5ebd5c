"""Who reads how much of the ledger, and what its verbs are called. No Django, no database."""

from collections.abc import Mapping

from sejuk.foundation.ledger.rules import Fault
from sejuk.kit.actors import EVERYWHERE, Actor, Role
from sejuk.kit.choices import N_
from sejuk.kit.decisions import Decision

READERS = (Role.AUDITOR, Role.OPS_HEAD, Role.CHIEF, Role.ADMINISTRATOR)

# Chosen: about half a second. A longer chain is verified by the worker.
VERIFIED_AT_ONCE = 20_000


def sees_entries_without_area(actor: Actor) -> bool:
    """
    Test whether an actor reads entries that belong to no area, such as new weights.

    >>> from sejuk.kit.actors import Grant
    >>> sees_entries_without_area(Actor("eka", frozenset({Grant(Role.AUDITOR, "16.01")})))
    True
    >>> sees_entries_without_area(Actor("eka", frozenset({Grant(Role.CHIEF, "16.01")})))
    False
    """
    return actor.holds(Role.AUDITOR) or EVERYWHERE in actor.only(*READERS).scope


def may_export(actor: Actor, *, whole_area: str) -> Decision:
    """
    Test whether an actor may take the whole chain away; a part of a chain proves nothing.

    `whole_area` is the area of the operation, and so of everything in this ledger.
    """
    if actor.holds(*READERS, area_code=EVERYWHERE) or (
        whole_area and actor.holds(Role.AUDITOR, area_code=whole_area)
    ):
        return Decision.yes()
    return Decision.no(
        N_("Only who reads the whole ledger can export it: in parts it proves nothing.")
    )


def grouped(head: str) -> str:
    """
    Write a hash as paper shows it, in groups of eight.

    >>> grouped("0123456789abcdef")
    '01234567 89abcdef'
    """
    return " ".join(head[start : start + 8] for start in range(0, len(head), 8))


def number_in(subject: str) -> str:
    """
    Return the number in the name of a record, as people call it.

    >>> number_in("signals.signal:41"), number_in("risk.temperatures")
    ('41', '')
    """
    return subject.partition(":")[2]


CAPABILITIES: Mapping[str, str] = {
    "signals": N_("Signals"),
    "risk": N_("Temperature"),
    "alarms": N_("Alarms"),
    "rumours": N_("Rumours"),
    "response": N_("Answers"),
    "forecast": N_("Forecast"),
    "programme": N_("Programme"),
    "deployment": N_("Deployment"),
    "outreach": N_("Visits"),
    "guard": N_("Duty"),
    "sitreps": N_("Situation reports"),
    "audit": N_("Ledger"),
    "operations": N_("Operation"),
    "places": N_("Areas"),
    "forces": N_("Forces"),
    "partners": N_("Partners"),
    "imports": N_("Imports"),
    "channels": N_("Messages"),
    "custody": N_("Custody"),
    "accounts": N_("Access"),
}

# What a verb says after the name of who did it: "alya | took signal no. 41".
DEEDS: Mapping[str, str] = {
    "accounts.invitation.made": N_("made one-time link %(record)s"),
    "accounts.invitation.renewed": N_("made a link for a new password of account %(record)s"),
    "accounts.invitation.withdrawn": N_("withdrew one-time link %(record)s"),
    "accounts.role.granted": N_("gave a role to account %(record)s"),
    "accounts.role.revoked": N_("took a role from account %(record)s"),
    "accounts.user.activated": N_("opened account %(record)s again"),
    "accounts.user.deactivated": N_("closed account %(record)s"),
    "accounts.user.joined": N_("joined as account %(record)s"),
    "accounts.user.renewed": N_("chose a new password for account %(record)s"),
    "accounts.user.signed_out_everywhere": N_("signed out on every device"),
    "alarms.alarm.closed": N_("closed alarm %(record)s"),
    "alarms.alarm.dismissed": N_("dismissed alarm %(record)s"),
    "alarms.alarm.escalated": N_("escalated alarm %(record)s"),
    "alarms.alarm.handed_on": N_("handed alarm %(record)s on to the next person"),
    "alarms.alarm.raised": N_("raised alarm %(record)s"),
    "alarms.alarm.report_assessed": N_("assessed a report of alarm %(record)s"),
    "alarms.calibration.made": N_("calibrated the watch for alarms (%(record)s)"),
    "alarms.cap.exported": N_("took an alarm out as a CAP message"),
    "alarms.ikd.exported": N_("exported the vulnerability index"),
    "alarms.kunjungan.exported": N_("exported the visits"),
    "alarms.pijar.exported": N_("exported the alarms"),
    "alarms.prakiraan.exported": N_("exported the forecast"),
    "alarms.rule.retired": N_("retired rule %(record)s for alarms"),
    "alarms.rule.set": N_("set rule %(record)s for alarms"),
    "alarms.suhu.exported": N_("exported the temperatures"),
    "alarms.umpan-balik.exported": N_("exported the feedback of visits"),
    "alarms.watch.none_due": N_("looked for alarms to hand on once more"),
    "alarms.watch.run": N_("looked for what is unusual (look %(record)s)"),
    "response.answer.approved": N_("approved answer %(record)s"),
    "response.answer.corrected": N_("released a correction of answer %(record)s"),
    "response.answer.edited": N_("wrote the next version of answer %(record)s"),
    "response.answer.released": N_("released answer %(record)s"),
    "response.answer.repeated": N_("sent answer %(record)s once more"),
    "response.answer.voted": N_("voted on answer %(record)s"),
    "response.answer.withdrawn": N_("withdrew answer %(record)s"),
    "response.answer.written": N_("wrote answer %(record)s"),
    "response.asked.noted": N_("asked about a rumour (%(record)s)"),
    "response.carrying.assigned": N_("sent somebody with an answer (%(record)s)"),
    "response.carrying.cancelled": N_("called back who carried an answer (%(record)s)"),
    "response.carrying.delivered": N_("told an answer in a village (%(record)s)"),
    "response.statistics.exported": N_("exported the statistics of signals, rumours and answers"),
    "response.message.answered": N_("replied to a message (%(record)s)"),
    "response.message.left": N_("left message %(record)s, which was replied to"),
    "response.receipt.told": N_("told who reported of answer %(record)s under his receipt"),
    "response.receipts.all_told": N_("found that every receipt tells of answer %(record)s"),
    "response.sending.left": N_("left sending %(record)s, which was done or overtaken"),
    "response.sending.sent": N_("sent an answer to one who asked (%(record)s)"),
    "rumours.board.exported": N_("exported the rumours"),
    "rumours.sightings.exported": N_("exported where rumours were heard"),
    "rumours.rumour.answer_noted": N_("noted an answer about rumour %(record)s"),
    "rumours.rumour.answered": N_("answered rumour %(record)s"),
    "rumours.rumour.asked": N_("asked an authority about rumour %(record)s"),
    "rumours.rumour.closed": N_("closed rumour %(record)s with a resolution"),
    "rumours.rumour.decided": N_("decided what rumour %(record)s is worth"),
    "rumours.rumour.edited": N_("edited rumour %(record)s"),
    "rumours.rumour.handed_on": N_("handed rumour %(record)s on to the next person"),
    "rumours.rumour.merged": N_("merged rumour %(record)s into another"),
    "rumours.rumour.referred": N_("referred a matter of rumour %(record)s"),
    "rumours.rumour.released": N_("laid rumour %(record)s back"),
    "rumours.rumour.reminded": N_("called the deadline of rumour %(record)s to mind"),
    "rumours.rumour.reopened": N_("verified rumour %(record)s anew"),
    "rumours.rumour.sighted": N_("heard rumour %(record)s again"),
    "rumours.rumour.sighting_withdrawn": N_("withdrew a sighting of rumour %(record)s"),
    "rumours.rumour.split": N_("split rumour %(record)s"),
    "rumours.rumour.taken": N_("took rumour %(record)s in hand"),
    "rumours.rumour.unmerged": N_("undid the merge of rumour %(record)s"),
    "rumours.rumour.written": N_("wrote rumour %(record)s down"),
    "rumours.watch.none_due": N_("looked for rumours that are due once more"),
    "audit.ledger.exported": N_("exported the ledger"),
    "audit.ledger.verification_asked": N_("asked for a verification of the ledger"),
    "audit.ledger.verified": N_("verified the ledger (check %(record)s)"),
    "channels.conversation.begun": N_("began conversation %(record)s"),
    "channels.conversation.blocked": N_("left conversation %(record)s unanswered for a time"),
    "channels.conversation.found": N_("found conversation %(record)s"),
    "channels.conversation.unblocked": N_("answered conversation %(record)s again"),
    "channels.conversation.went_on": N_("went on in conversation %(record)s"),
    "channels.hook.called": N_("told hook %(record)s what happened"),
    "channels.hook.looked_at": N_("looked what to tell hook %(record)s"),
    "channels.hook.made": N_("made hook %(record)s"),
    "channels.hook.not_called": N_("could not tell hook %(record)s"),
    "channels.hook.noted": N_("noted for hook %(record)s what happened"),
    "channels.hook.stopped": N_("stopped hook %(record)s"),
    "channels.message.delivered": N_("heard that message %(record)s was delivered"),
    "channels.message.failed": N_("heard that message %(record)s failed"),
    "channels.message.handed_over": N_("handed message %(record)s to its gateway"),
    "channels.message.left": N_("left message %(record)s as it was"),
    "channels.message.not_sent": N_("could not send message %(record)s"),
    "channels.message.queued": N_("put message %(record)s on its way"),
    "channels.message.read": N_("heard that message %(record)s was read"),
    "channels.message.received": N_("received message %(record)s"),
    "channels.message.repeated": N_("received message %(record)s once more"),
    "channels.message.sent": N_("sent message %(record)s"),
    "custody.file.closed": N_("closed the seal of a photo of record %(record)s"),
    "custody.file.forgotten": N_("deleted a sealed photo of record %(record)s"),
    "custody.file.given_back": N_("gave somebody his own photo of record %(record)s"),
    "custody.file.looked": N_("looked at a sealed photo of record %(record)s"),
    "custody.file.needed": N_("kept the seal of a photo of record %(record)s on"),
    "custody.file.opened": N_("opened the seal of a photo of record %(record)s"),
    "custody.file.replaced": N_("put a blacker picture in place of a photo of record %(record)s"),
    "custody.file.restored": N_("undid the check of a photo of record %(record)s"),
    "custody.file.sealed": N_("sealed a photo of record %(record)s"),
    "custody.file.shown": N_("looked at a photo of record %(record)s that nobody had checked"),
    "custody.file.withdrawn": N_("left a photo of record %(record)s to the custodian alone"),
    "custody.keys.begun": N_("put a new key over sealed identities"),
    "custody.keys.dropped": N_("took older keys out of the key file of custody"),
    "custody.keys.lost": N_("began a new key file of custody, the old one being lost"),
    "custody.keys.resumed": N_("went on turning to a new key of custody"),
    "custody.keys.rewrapped": N_("laid seals under the new key"),
    "custody.keys.turned": N_("finished turning to a new key of custody"),
    "custody.retention.kept": N_("deleted what had been sealed long enough (%(record)s)"),
    "custody.retention.set": N_("set how long is kept what is sealed (%(record)s)"),
    "custody.seal.closed": N_("closed the seal of record %(record)s"),
    "custody.seal.forgotten": N_("deleted what was sealed of record %(record)s"),
    "custody.seal.given_back": N_("gave somebody his own sealed words of record %(record)s"),
    "custody.seal.looked": N_("looked behind the seal of record %(record)s again"),
    "custody.seal.needed": N_("kept the seal of record %(record)s on"),
    "custody.seal.opened": N_("opened the seal of record %(record)s"),
    "custody.seal.reached": N_("sent to the sealed address of record %(record)s"),
    "custody.seal.sealed": N_("sealed a contact of record %(record)s"),
    "custody.seals.given_back": N_("gave somebody what he wrote in full"),
    "custody.seals.moved": N_(
        "gave the seals of record %(record)s to the custodian of another area"
    ),
    "custody.seals.reached": N_("sent to many sealed addresses"),
    "custody.sender.forgotten": N_("deleted all that was sealed of one sender"),
    "deployment.board.changed": N_("changed seats on the board of draft %(record)s"),
    "deployment.duty.pinned": N_("pinned seat %(record)s of a draft"),
    "deployment.duty.substituted": N_("let duty %(record)s change hands"),
    "deployment.duty.unpinned": N_("unpinned seat %(record)s of a draft"),
    "deployment.wish.asked": N_("asked for a day off (%(record)s)"),
    "deployment.wish.withdrawn": N_("took the wish for a day off back (%(record)s)"),
    "deployment.kind.added": N_("entered kind of post %(record)s"),
    "deployment.need.dropped": N_("withdrew need %(record)s"),
    "deployment.need.set": N_("set need %(record)s"),
    "deployment.pattern.added": N_("entered shift pattern %(record)s"),
    "deployment.patterns.taken": N_("took over the usual shift patterns"),
    "deployment.post.added": N_("entered post %(record)s"),
    "deployment.roster.drafted": N_("made draft roster %(record)s"),
    "deployment.roster.dropped": N_("gave up roster %(record)s"),
    "deployment.roster.exported": N_("exported roster %(record)s"),
    "deployment.roster.imported": N_("took roster %(record)s in from a file"),
    "deployment.roster.proposed": N_("proposed roster %(record)s"),
    "deployment.roster.published": N_("published roster %(record)s"),
    "deployment.roster.repaired": N_("made a repair of the roster (%(record)s)"),
    "deployment.roster.returned": N_("gave roster %(record)s back to be worked on"),
    "deployment.rule.reset": N_("let a rule of the roster stand as it comes (%(record)s)"),
    "deployment.rule.set": N_("set a rule of the roster (%(record)s)"),
    "deployment.solve.asked": N_("had a roster computed (%(record)s)"),
    "deployment.solve.begun": N_("began to compute a roster (%(record)s)"),
    "deployment.solve.cancelled": N_("ended the computing of a roster early (%(record)s)"),
    "deployment.solve.done": N_("computed a roster (%(record)s)"),
    "deployment.solve.failed": N_("could not compute a roster (%(record)s)"),
    "deployment.solve.stop_asked": N_("asked to stop computing a roster (%(record)s)"),
    "deployment.solve.taken_over": N_("had the computing of a roster taken over (%(record)s)"),
    "deployment.stationplan.asked": N_("asked for plan %(record)s of polling stations"),
    "deployment.stationplan.asked_again": N_("had plan %(record)s of polling stations computed"),
    "deployment.stationplan.computed": N_("computed plan %(record)s of polling stations"),
    "deployment.stationplan.draft": N_("gave plan %(record)s of polling stations back"),
    "deployment.stationplan.dropped": N_("gave up plan %(record)s of polling stations"),
    "deployment.stationplan.exported": N_("exported plan %(record)s of polling stations"),
    "deployment.stationplan.failed": N_("could not compute plan %(record)s of polling stations"),
    "deployment.stationplan.proposed": N_("proposed plan %(record)s of polling stations"),
    "deployment.stationplan.published": N_("published plan %(record)s of polling stations"),
    "forecast.forecast.made": N_("made forecast %(record)s"),
    "forecast.week.scored": N_("scored a forecast whose week is over (score %(record)s)"),
    "forces.care.ended": N_("ended the care for a village (%(record)s)"),
    "forces.care.given": N_("gave a village into care (%(record)s)"),
    "forces.leave.recorded": N_("recorded leave %(record)s"),
    "forces.leave.withdrawn": N_("withdrew leave %(record)s"),
    "forces.person.linked": N_("linked person %(record)s with an account"),
    "guard.absence.late": N_("raised that somebody is late (%(record)s)"),
    "guard.absence.missing": N_("raised that somebody did not come (%(record)s)"),
    "guard.absence.seen": N_("took note that somebody did not come (%(record)s)"),
    "guard.alarm.none_due": N_("looked for silent posts once more"),
    "guard.alarm.raised": N_("called alarm %(record)s of a silent post"),
    "guard.book.exported": N_("exported the book of post %(record)s"),
    "guard.bookentry.sent_again": N_("sent entry %(record)s of the book once more"),
    "guard.bookentry.written": N_("wrote entry %(record)s in the book of a post"),
    "guard.checkin.arrived": N_("checked in (%(record)s)"),
    "guard.checkin.confirmed": N_("confirmed a check-in that was sent later (%(record)s)"),
    "guard.checkin.left": N_("checked out (%(record)s)"),
    "guard.checkin.sent_again": N_("sent check-in %(record)s once more"),
    "guard.code.refused": N_("gave a code of a post that did not hold"),
    "guard.code.renewed": N_("gave a post new codes (%(record)s)"),
    "guard.coverage.exported": N_("exported the coverage hour by hour"),
    "guard.feedkey.made": N_("made the address of a calendar (%(record)s)"),
    "guard.feedkey.revoked": N_("revoked the address of a calendar (%(record)s)"),
    "guard.handover.given": N_("gave the handover %(record)s"),
    "guard.handover.taken": N_("took over by handover %(record)s"),
    "guard.hours.exported": N_("exported the hours on duty"),
    "guard.hourscorrection.asked": N_("asked to correct hours (%(record)s)"),
    "guard.hourscorrection.granted": N_("granted the correction of hours %(record)s"),
    "guard.hourscorrection.refused": N_("refused the correction of hours %(record)s"),
    "guard.postitem.set": N_("set what a post keeps (%(record)s)"),
    "guard.sheet.exported": N_("exported a handover sheet of post %(record)s"),
    "guard.shift.opened": N_("opened a shift at post %(record)s"),
    "guard.sicknotice.told": N_("noted an illness (notice %(record)s)"),
    "guard.sicknotice.withdrawn": N_("took sick notice %(record)s back"),
    "guard.strength.exported": N_("exported the daily strength"),
    "guard.swap.accepted": N_("accepted swap %(record)s"),
    "guard.swap.approved": N_("approved swap %(record)s"),
    "guard.swap.asked": N_("asked for swap %(record)s"),
    "guard.swap.declined": N_("declined swap %(record)s"),
    "guard.swap.refused": N_("refused swap %(record)s"),
    "guard.swap.withdrawn": N_("withdrew swap %(record)s"),
    "guard.watch.answered": N_("answered for a watched post (%(record)s)"),
    "guard.watch.counted_anew": N_("counted the silence of posts anew after a pause"),
    "guard.watch.set": N_("set how often a post answers (%(record)s)"),
    "imports.file.checked": N_("checked import %(record)s"),
    "imports.file.discarded": N_("discarded import %(record)s"),
    "imports.file.kept": N_("uploaded a file for import (%(record)s)"),
    "imports.file.loaded": N_("loaded an import"),
    "imports.files.expired": N_("discarded uploads that were left lying"),
    "operations.contestant.entered": N_("entered contestant %(record)s"),
    "operations.contestant.removed": N_("removed contestant %(record)s"),
    "operations.clock.turned": N_("turned the clock of demonstration %(record)s forward"),
    "operations.operation.opened": N_("opened operation %(record)s"),
    "operations.order.recorded": N_("recorded order %(record)s"),
    "operations.regime.set": N_("set the election law of operation %(record)s"),
    "operations.stage.added": N_("added stage %(record)s to the calendar"),
    "operations.stage.moved": N_("moved stage %(record)s in the calendar"),
    "outreach.visit.recorded": N_("recorded visit %(record)s"),
    "outreach.visit.sent_again": N_("sent visit %(record)s once more"),
    "places.boundaries.drawn": N_("drew schematic boundaries (%(record)s)"),
    "programme.feedback.audited": N_("kept feedback audit %(record)s"),
    "programme.proposal.accepted": N_("accepted proposal %(record)s"),
    "programme.proposal.changed": N_("changed proposal %(record)s"),
    "programme.proposal.refused": N_("refused proposal %(record)s"),
    "programme.visit.noted": N_("took visit %(record)s into the coverage"),
    "programme.week.proposed": N_("had visits proposed for the week of %(record)s"),
    "risk.contact.noted": N_("noted that somebody was in the village (%(record)s)"),
    "risk.index.made": N_("computed vulnerability index %(record)s"),
    "risk.temperatures.stored": N_("stored temperatures (run %(record)s)"),
    "risk.weighting.set": N_("set weights %(record)s of the index"),
    "signals.apikey.made": N_("made API key %(record)s"),
    "signals.apikey.revoked": N_("withdrew API key %(record)s"),
    "signals.savedview.changed": N_("changed a view of the inbox (%(record)s)"),
    "signals.savedview.removed": N_("removed a view of the inbox (%(record)s)"),
    "signals.savedview.saved": N_("kept a view of the inbox (%(record)s)"),
    "signals.signal.handed_out": N_("gave a reporter what is kept of signal %(record)s"),
    "signals.dialogue.wrote_in": N_("took down what the reporter of signal %(record)s wrote"),
    "signals.dialogue.wrote_out": N_("wrote to the reporter of signal %(record)s"),
    "signals.dialogue.sent_twice": N_(
        "received an entry of the dialogue on signal %(record)s once more"
    ),
    "signals.dialogue.read_by_desk": N_("read the answer of the reporter of signal %(record)s"),
    "signals.dialogue.read_by_reporter": N_(
        "showed the reporter of signal %(record)s what was written to him"
    ),
    "signals.notice.chosen": N_("kept how the reporter of signal %(record)s is told of news"),
    "signals.notice.left": N_("sent no notice about signal %(record)s"),
    "signals.notice.told": N_("told the reporter of signal %(record)s that there is news"),
    "signals.notice.ended": N_("ended the notices about signal %(record)s"),
    "signals.notices.ended": N_("ended the notices into conversation %(record)s"),
    "signals.survey.answered": N_("received a survey answer on signal %(record)s"),
    "signals.survey.asked": N_("asked the reporter of signal %(record)s what came of it"),
    "signals.survey.left": N_("sent no survey for signal %(record)s"),
    "signals.survey.sent_twice": N_("received a survey answer on signal %(record)s once more"),
    "signals.bulkdeed.done": N_("moved several signals at once (%(record)s)"),
    "signals.bulkdeed.repeated": N_("sent a move of several signals once more (%(record)s)"),
    "signals.bulkdeed.undone": N_("undid a move of several signals (%(record)s)"),
    "signals.identity.opened": N_("opened the sealed identity of signal %(record)s"),
    "signals.inbox.exported": N_("exported the inbox"),
    "signals.flood.begun": N_("asked for work before each report"),
    "signals.flood.ended": N_("asked for no more work before reports"),
    "signals.flood.noticed": N_("noticed a flood of reports"),
    "signals.flood.prolonged": N_("noticed that the flood of reports goes on"),
    "signals.matter.followed": N_("followed matter %(record)s of the portal"),
    "signals.matter.followed_again": N_("asked again to follow matter %(record)s of the portal"),
    "signals.week.published": N_("published the figures of a week"),
    "signals.networks.forgotten": N_("erased network addresses of reporters"),
    "signals.signal.hidden": N_("took signal %(record)s off the portal"),
    "signals.signal.shown": N_("showed the matter of signal %(record)s on the portal"),
    "signals.photo.checked": N_("checked a photo of signal %(record)s"),
    "signals.photo.restored": N_("undid the check of a photo of signal %(record)s"),
    "signals.photos.attached": N_("kept photos with signal %(record)s"),
    "signals.photos.dropped": N_("dropped photos of reports that were never sent"),
    "signals.photos.held": N_("held photos for a report that is being written"),
    "signals.signal.graded": N_("graded signal %(record)s"),
    "signals.signal.joined": N_("put signal %(record)s into a matter"),
    "signals.signal.kept_apart": N_("kept signal %(record)s apart from another one"),
    "signals.signal.moved": N_("moved signal %(record)s to this area"),
    "signals.signal.moved_away": N_("took signal %(record)s out of this area"),
    "signals.suggestions.made": N_("suggested kind, area, urgency and matter of signals"),
    "signals.modelversion.brought_back": N_("let model %(record)s of the triage speak again"),
    "signals.modelversion.refused": N_("refused model %(record)s of the triage"),
    "signals.modelversion.replaced": N_("put model %(record)s of the triage to work"),
    "signals.modelversion.stopped": N_("let the rules of the triage speak alone"),
    "signals.question.asked": N_("chose the questions of the day"),
    "signals.signal.received": N_("received signal %(record)s"),
    "signals.signal.referred": N_("referred signal %(record)s"),
    "signals.signal.released": N_("gave back signal %(record)s"),
    "signals.signal.reopened": N_("reopened signal %(record)s"),
    "signals.signal.repeated": N_("received signal %(record)s once more"),
    "signals.signal.restored": N_("put signal %(record)s back to what it was"),
    "signals.signal.set_aside": N_("set aside signal %(record)s"),
    "signals.signal.settled": N_("settled signal %(record)s"),
    "signals.signal.taken": N_("took signal %(record)s"),
    "signals.texts.redacted": N_("took personal data out of signals kept before"),
    "sitreps.sitrep.compiled": N_("compiled situation report %(record)s"),
    "sitreps.sitrep.drafted": N_("drafted situation report %(record)s"),
    "sitreps.sitrep.signed": N_("signed situation report %(record)s"),
    "sitreps.sitrep.written": N_("wrote in situation report %(record)s"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.MALFORMED: N_("Entry %(sequence)s is not a complete entry."),
    Fault.OUT_OF_SEQUENCE: N_("Where entry %(sequence)s belongs, one is missing, moved or added."),
    Fault.UNLINKED: N_("Entry %(sequence)s does not carry the hash of the entry before it."),
    Fault.ALTERED: N_("Entry %(sequence)s does not match its own hash: its content was changed."),
    Fault.HEAD_NOT_FOUND: N_(
        "The end is cut off at entry %(sequence)s, or the chain was written anew since the last "
        "verification."
    ),
}
