"""One change of the world: who may, whether it may happen now, what it does, one record of it.

Every change goes through here: pages, interface, imports and commands call acts, and nothing else
writes. An act is a small class:

    class Withdraw(Act[Document]):
        name = "publishing.withdraw"
        title = _("撤回")                      # the words on the button
        policy = staticmethod(policies.may_withdraw)
        ground: str                            # its facts, as keywords

        def possible(self) -> str | None: …    # why not now, as a sentence
        def do(self) -> Document: …            # inside the transaction, with the row locked
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.db import models, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.acts import public_version, reading, record
from portal.acts.actor import Actor

T = TypeVar("T", bound=models.Model)

ACTS: dict[str, type["Act[Any]"]] = {}
"""Every act of the portal by its name."""


class Refused(Exception):
    """An act that was not carried out; `sentence` says why and what to do."""

    status = 409

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Forbidden(Refused):
    """This person may not do it."""

    status = 403


class Changed(Refused):
    """Somebody else changed the object since it was shown."""


@dataclass(kw_only=True)
class Act(Generic[T]):
    """One change. Subclasses name `name`, `title`, `policy`, their facts, and `do`.

    by      who acts
    policy  returns why this person may not do it, as a sentence, or None
    target  the object acted on; None where the act makes one
    seen    the version of the object that the person saw; None where nobody looked at it
    reason  why, for the record
    also    what is written beside it, in the same transaction

    An act that can never change a public page says `changes_site = False`: pages kept stay good.
    """

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    policy: ClassVar["staticmethod[[Actor, Any], str | None]"]
    model: ClassVar[type[models.Model]]
    changes_site: ClassVar[bool] = True

    by: Actor
    target: T | None = None
    seen: int | None = None
    reason: str = ""
    also: Callable[[Any], None] | None = field(default=None, repr=False)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__:
            if cls.name in ACTS and ACTS[cls.name].__qualname__ != cls.__qualname__:
                raise TypeError(f"two acts are named {cls.name}")
            ACTS[cls.name] = cls

    # What a subclass says -------------------------------------------------------------------------

    def possible(self) -> str | None:
        """Return why the act cannot happen in the present state, as a sentence, or None."""
        return None

    def lacking(self) -> str | None:
        """Return what the act's own facts lack or may not be, as a sentence, or None.

        Asked only when it is carried out: a page offers an act before its facts are known.
        """
        return None

    def do(self) -> T:
        """Carry the act out and return the object; runs inside the transaction, row locked."""
        raise NotImplementedError

    def after_commit(self, done: T) -> None:
        """Do what may only follow once the change is certain (enqueue work, drop caches)."""

    def facts(self, of: T) -> Mapping[str, Any]:
        """Return what the record keeps of the object before and after."""
        return snapshot(of)

    # What every act does --------------------------------------------------------------------------

    def refusal(self) -> Refused | None:
        """Return why the act would be refused now, or None: what a page shows beside the button."""
        sentence = type(self).policy(self.by, self.target)
        if sentence is not None:
            return Forbidden(sentence)
        sentence = self.possible()
        return None if sentence is None else Refused(sentence)

    def execute(self) -> T:
        """Carry the act out, all or nothing, with one record.

        Raises Forbidden, Changed or Refused; then nothing has happened.
        """
        try:
            return self._carry_out(settings.LANGUAGE_CODE)
        except Refused as refusal:
            raise self._in_words_of_the_reader(refusal) from None

    def _in_words_of_the_reader(self, refusal: Refused) -> Refused:
        """Return a refusal in the language of who acts: asked once more, and nothing of it kept."""
        spoken = translation.get_language() or settings.LANGUAGE_CODE
        if spoken == settings.LANGUAGE_CODE:
            return refusal
        try:
            with transaction.atomic():
                self._carry_out(spoken)
                transaction.set_rollback(True)
        except Refused as again:
            return again
        return refusal

    def _carry_out(self, language: str) -> T:
        with reading.afresh(), transaction.atomic():
            before = self._lock()
            refusal = self.refusal()
            if refusal is not None:
                raise refusal
            lacking = self.lacking()
            if lacking is not None:
                raise Refused(lacking)
            if self.changes_site:
                public_version.changing()
            # What is kept is in the language of the installation, not in that of who clicked.
            with translation.override(language):
                done = self.do()
                if isinstance(done, Versioned):
                    done.version += 1
                    done.save(update_fields=["version"])
                record.append(
                    self.name,
                    by=self.by,
                    subject=subject_of(done),
                    about=str(done),
                    before=before,
                    after=self.facts(done),
                    reason=self.reason,
                    organ_id=getattr(done, "organ_id", None),
                )
                if self.also is not None:
                    self.also(done)
            transaction.on_commit(lambda: self.after_commit(done))
        return done

    def _lock(self) -> Mapping[str, Any]:
        if self.target is None:
            return {}
        model = type(self.target)
        locked = model._default_manager.select_for_update().filter(pk=self.target.pk).first()
        if locked is None:
            raise Refused(_("它已不存在。"))
        self.target = locked
        if self.seen is not None and isinstance(locked, Versioned) and locked.version != self.seen:
            raise Changed(_("在您查看之后，别人已作了修改。请看过新的内容再办。"))
        return self.facts(locked)


class Versioned(models.Model):
    """An object that people edit: its version rises with every act, so that no edit is lost."""

    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


def subject_of(obj: models.Model) -> str:
    """Return how records name an object: ``publishing.document:17``."""
    return f"{obj._meta.label_lower}:{obj.pk}"


def snapshot(obj: models.Model) -> dict[str, Any]:
    """Return an object's own columns as plain values, without its version and without secrets.

    What a model names as `unrecorded` is left out too: records stay for ever, personal data must not.
    """
    kept: dict[str, Any] = {}
    left_out = {"version", "password", "search", *getattr(obj, "unrecorded", ())}
    for column in obj._meta.concrete_fields:
        if column.name in left_out or column.primary_key:
            continue
        value = column.value_from_object(obj)
        if (
            isinstance(value, Mapping | list)
            or value is None
            or isinstance(value, bool | int | str)
        ):
            kept[column.attname] = value
        else:
            kept[column.attname] = column.value_to_string(obj)
    return kept
