"""Posts and kinds of posts, by scope."""

from django.db.models import QuerySet

from sejuk.kit.decisions import NotYours
from sejuk.kit.scoping import within
from sejuk.plan.deployment.models import Pattern, Post, PostKind

Scope = tuple[str, ...]


def posts(scope: Scope) -> QuerySet[Post]:
    """Return the posts in use in `scope` with kind, place and pattern, by kind and code."""
    return _posts(scope).filter(is_active=True).order_by("kind__name", "code")


def post_called(post_id: int, scope: Scope) -> Post:
    """
    Return one post, also one that is not in use any more.

    :raises NotYours: when it is not there, or lies outside `scope`
    """
    found = _posts(scope).filter(id=post_id).first()
    if found is None:
        raise NotYours(f"post {post_id}")
    return found


def _posts(scope: Scope) -> QuerySet[Post]:
    found = Post.objects.filter(within(scope)).select_related(
        "kind__pattern", "pattern", "site", "area"
    )
    return found.defer("area__boundary", "area__outline")


def kinds() -> QuerySet[PostKind]:
    return PostKind.objects.select_related("pattern").order_by("name")


def patterns() -> QuerySet[Pattern]:
    return Pattern.objects.prefetch_related("bands").order_by("name")
