"""Addresses of guard."""

from django.urls import path

from sejuk.act.guard.views import (
    books,
    changes,
    days_off,
    duties,
    feed,
    handovers,
    hours,
    posts_now,
    screen,
)

app_name = "guard"
urlpatterns = [
    # One's own duties
    path("", duties.my_duties, name="my_duties"),
    path("<int:duty_id>/", duties.duty, name="duty"),
    path("<int:duty_id>/masuk", duties.check_in, name="check_in"),
    path("<int:duty_id>/pulang", duties.check_out, name="check_out"),
    path("masuk/<int:scanned_post>/", duties.scan, name="scan"),
    path("tanpa-jaringan/", duties.away, name="away"),
    # Swaps, sickness, replacements
    path("<int:duty_id>/tukar/", changes.ask_swap, name="ask_swap"),
    path("tukar/", changes.all_swaps, name="swaps"),
    path("tukar/<int:swap_id>/", changes.swap, name="swap"),
    path("tukar/<int:swap_id>/<slug:deed>", changes.move_swap, name="move_swap"),
    path("sakit/", changes.sick, name="sick"),
    path("<int:duty_id>/sakit", changes.report_sick, name="report_sick"),
    path("sakit/<int:notice_id>/tarik", changes.withdraw_sick, name="withdraw_sick"),
    path("hari-bebas/", days_off.days_off, name="days_off"),
    path("hari-bebas/tarik", days_off.withdraw_day_off, name="withdraw_day_off"),
    path("pengganti/", changes.open_duties, name="open_duties"),
    path("pengganti/<int:duty_id>/", changes.replacements, name="replacements"),
    path("pengganti/<int:duty_id>/ganti", changes.replace, name="replace"),
    # The post's screen and its dead-man timer
    path("pos/<int:post_id>/layar/", screen.screen, name="screen"),
    path("pos/<int:post_id>/hadir/<int:duty_id>", screen.let_in, name="let_in"),
    path("hadir/<int:check_in_id>/konfirmasi", screen.confirm_arrival, name="confirm_arrival"),
    path("pos/<int:post_id>/aman", screen.answer, name="answer_watch"),
    path("pos/<int:post_id>/kode", screen.renew_code, name="renew_code"),
    path("pos/<int:post_id>/pengawasan", screen.set_watch, name="set_watch"),
    path("alarm/", screen.alarms, name="alarms"),
    path("alarm/<int:alarm_id>/jawab", screen.answer_alarm, name="answer_alarm"),
    path("alarm/tidak-hadir/<int:absence_id>", screen.see_absence, name="see_absence"),
    # The calendar
    path("kalender/", feed.calendar, name="calendar"),
    path("kalender/cabut", feed.revoke_calendar, name="revoke_calendar"),
    path("kalender/<str:token>.ics", feed.feed, name="feed"),
    # The book of a post, its handover, what it keeps
    path("pos/", books.books, name="book"),
    path("pos/<int:post_id>/buku/", books.post_book, name="post_book"),
    path("pos/<int:post_id>/buku/hari.pdf", books.book_pdf, name="book_pdf"),
    path("pos/<int:post_id>/buku/unduh.<str:kind>", books.export_book, name="export_book"),
    path("buku/<int:entry_id>/pembetulan/", books.correct, name="correct"),
    path("pos/<int:post_id>/kejadian/", books.incident, name="incident"),
    path("pos/<int:post_id>/serah-terima/", handovers.handover, name="handover"),
    path("pos/<int:post_id>/buka", handovers.begin, name="begin"),
    path("serah-terima/<int:handover_id>/", handovers.sheet, name="sheet"),
    path("serah-terima/<int:handover_id>/terima", handovers.take, name="take"),
    path("serah-terima/<int:handover_id>/lembar.pdf", handovers.sheet_pdf, name="sheet_pdf"),
    path("pos/<int:post_id>/barang/", handovers.items, name="items"),
    path("barang/<int:item_id>/", handovers.item, name="item"),
    # For the command post
    path("dinding/", posts_now.wall, name="wall"),
    path("cakupan/", posts_now.coverage, name="coverage"),
    path("cakupan/unduh.<str:kind>", posts_now.export_coverage, name="export_coverage"),
    path("kekuatan/", posts_now.strength, name="strength"),
    path("kekuatan/laporan.pdf", posts_now.strength_pdf, name="strength_pdf"),
    path("kekuatan/unduh.<str:kind>", posts_now.export_strength, name="export_strength"),
    # Hours
    path("jam/", hours.hours, name="hours"),
    path("jam/unduh.<str:kind>", hours.export_hours, name="export_hours"),
    path("jam/saya/", hours.my_hours, name="my_hours"),
    path("jam/<int:correction_id>/putusan", hours.decide_hours, name="decide_hours"),
]
