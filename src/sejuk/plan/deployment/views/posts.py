"""Pages of posts and what they need, of shift patterns, and of the rules of the roster."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sejuk.foundation.accounts.web import actor_of, allow
from sejuk.foundation.operations.web import now_of, operation_of
from sejuk.kit.saying import told_in
from sejuk.plan.deployment.actions import needs as actions
from sejuk.plan.deployment.actions import patterns as making
from sejuk.plan.deployment.forms.patterns import PatternForm
from sejuk.plan.deployment.forms.posts import KindForm, NeedForm, PostForm, RuleForm, asked_stage
from sejuk.plan.deployment.queries import post_pages as pages
from sejuk.plan.deployment.queries import rule_pages
from sejuk.plan.deployment.queries.posts import kinds, patterns, post_called
from sejuk.plan.deployment.rules import PLANNERS, PUBLISHERS, READERS

if TYPE_CHECKING:
    from sejuk.foundation.operations.models import Operation


def _operation(request: HttpRequest) -> "Operation":
    operation = operation_of(request)
    if operation is None:
        raise Http404
    return operation


@require_GET
@allow(*READERS)
def posts(request: HttpRequest) -> HttpResponse:
    operation = operation_of(request)
    if operation is None:
        return render(request, "deployment/no_operation.html")
    today = localdate(now_of(request))
    context = {"page": pages.posts_page(operation, actor=actor_of(request), today=today)}
    return render(request, "deployment/posts.html", context)


@require_GET
@allow(*READERS)
def shift_patterns(request: HttpRequest) -> HttpResponse:
    context = {
        "patterns": pages.shown_patterns(list(patterns())),
        "is_planner": actor_of(request).holds(*PLANNERS),
    }
    return render(request, "deployment/patterns.html", context)


@require_POST
@allow(*PLANNERS)
def take_patterns(request: HttpRequest) -> HttpResponse:
    taken = actions.take_usual_patterns(actor=actor_of(request), now=now_of(request))
    names = ", ".join(pattern.name for pattern in taken)
    text = gettext("Taken over: %(names)s.") % {"names": names}
    messages.success(request, text if taken else gettext("All of them are there already."))
    return redirect("deployment:patterns")


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
def new_pattern(request: HttpRequest) -> HttpResponse:
    form = PatternForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            making.add_pattern(
                **form.cleaned_data,
                bands=form.bands,
                actor=actor_of(request),
                now=now_of(request),
            )
            messages.success(request, gettext("The pattern is entered."))
            return redirect("deployment:patterns")
    status = 422 if form.is_bound else 200
    return render(request, "deployment/new_pattern.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
def new_kind(request: HttpRequest) -> HttpResponse:
    choices = [(pattern.pk, pattern.name) for pattern in patterns()]
    form = KindForm(request.POST or None, patterns=choices)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            making.add_kind(**form.cleaned_data, actor=actor_of(request), now=now_of(request))
            messages.success(request, gettext("The kind of post is entered."))
            return redirect("deployment:new_post")
    status = 422 if form.errors else 200
    context = {"form": form, "has_patterns": bool(choices)}
    return render(request, "deployment/new_kind.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allow(*PLANNERS)
def new_post(request: HttpRequest) -> HttpResponse:
    choices = [(kind.pk, kind.name) for kind in kinds()]
    form = PostForm(request.POST or None, kinds=choices, scope=actor_of(request).scope)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            post = actions.add_post(
                **form.cleaned_data, actor=actor_of(request), now=now_of(request)
            )
            return redirect("deployment:post", post.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "has_kinds": bool(choices)}
    return render(request, "deployment/new_post.html", context, status=status)


@require_GET
@allow(*READERS)
def post(request: HttpRequest, post_id: int) -> HttpResponse:
    return _post(request, post_id)


def _post(request: HttpRequest, post_id: int, form: NeedForm | None = None) -> HttpResponse:
    shown = post_called(post_id, actor_of(request).scope)
    page = pages.post_page(
        shown,
        _operation(request),
        actor=actor_of(request),
        today=localdate(now_of(request)),
        stage_code=asked_stage(request.GET),
    )
    if form is None and page.is_planner:
        form = NeedForm(stages=page.stages, bands=page.shifts)
    status = 422 if form and form.errors else 200
    return render(request, "deployment/post.html", {"page": page, "form": form}, status=status)


@require_POST
@allow(*PLANNERS)
def set_need(request: HttpRequest, post_id: int) -> HttpResponse:
    operation = _operation(request)
    shown = post_called(post_id, actor_of(request).scope)
    form = NeedForm(request.POST, **pages.need_choices(shown, operation))
    if form.is_valid():
        with told_in(form):
            actions.set_need(
                operation_id=operation.pk,
                post_id=post_id,
                line=form.line(),
                actor=actor_of(request),
                now=now_of(request),
            )
            messages.success(request, gettext("The need is set. Drafts made from now on hold it."))
            return redirect("deployment:post", post_id)
    return _post(request, post_id, form)


@require_POST
@allow(*PLANNERS)
def drop_need(request: HttpRequest, post_id: int, need_id: int) -> HttpResponse:
    post_called(post_id, actor_of(request).scope)
    actions.drop_need(need_id=need_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The line is taken back; what it hid holds again."))
    return redirect("deployment:post", post_id)


@require_http_methods(["GET", "POST"])
@allow(*READERS)
def roster_rules(request: HttpRequest) -> HttpResponse:
    operation, actor = _operation(request), actor_of(request)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.set_rule(
                operation_id=operation.pk, **form.cleaned_data, actor=actor, now=now_of(request)
            )
            messages.success(request, gettext("The rule holds as set, for drafts and verdicts."))
            return redirect("deployment:rules")
    context = {
        "rules": rule_pages.shown_rules(operation),
        "may_set": rule_pages.may_set(operation, actor=actor),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "deployment/rules.html", context, status=status)


@require_POST
@allow(*PUBLISHERS)
def reset_rule(request: HttpRequest, setting_id: int) -> HttpResponse:
    actions.reset_rule(setting_id=setting_id, actor=actor_of(request), now=now_of(request))
    messages.success(request, gettext("The rule holds as it comes."))
    return redirect("deployment:rules")
