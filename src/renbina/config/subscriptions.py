"""Who hears what: event name -> the actions that react. The only such list."""

from renbina.community.actions import send_note_decision
from renbina.competency.actions import refresh_gaps_later, take_self_assessments
from renbina.dashboards.actions import redraw, redraw_all
from renbina.delivery.actions import send_cancellations, send_invitations, send_seat_given
from renbina.evaluation.actions import ask_participants, take_points
from renbina.evaluation.actions.asking import ask_for_reports, remind_of_reports
from renbina.foundation.imports.retention import expire_imports
from renbina.needs.actions import remind_of_stages
from renbina.performance.actions import send_morning_letters
from renbina.planning.actions import derive_after_file, send_plan_letters
from renbina.surveys.actions import close_due, open_due, remind_due, write_invitations, write_reminders

SUBSCRIPTIONS: dict[str, tuple[object, ...]] = {
    "catalogue.changed": (redraw,),
    "community.note_decided": (send_note_decision,),
    "competency.changed": (redraw,),
    "competency.loaded": (refresh_gaps_later,),
    "delivery.cancelled": (send_cancellations,),
    "delivery.closed": (ask_participants,),
    "delivery.invited": (send_invitations,),
    "delivery.seat_given": (send_seat_given,),
    "foundation.day_began": (
        expire_imports,
        redraw_all,
        close_due,
        open_due,
        remind_due,
        ask_for_reports,
        remind_of_reports,
        send_morning_letters,
        remind_of_stages,
    ),
    "organisation.changed": (redraw,),
    "organisation.roster_applied": (refresh_gaps_later, redraw),
    "planning.goals_loaded": (derive_after_file,),
    "planning.plan_decided": (redraw, send_plan_letters),
    "planning.run_completed": (redraw,),
    "records.changed": (redraw,),
    "surveys.closed": (take_points, take_self_assessments),
    "surveys.opened": (write_invitations,),
    "surveys.reminded": (write_reminders,),
}
