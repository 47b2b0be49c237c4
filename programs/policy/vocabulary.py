"""Answers that a program chooses among: whose wishes lead, and its own words for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Premise(models.TextChoices):
    """Whose wishes lead (3.6); published in the directory, because victims are told to ask about it."""

    VICTIM_SUPREME = "victim_supreme", _("The victim's wishes lead")
    BALANCED = "balanced", _("Both sides count about equally")


class Level(models.TextChoices):
    """How far somebody is trained, as services that register practitioners count it; in rising order (N3)."""

    FOUNDATION = "foundation", _("Foundation")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class Severity(models.TextChoices):
    """How grave a program holds a kind of offence to be, in rising order."""

    MINOR = "minor", _("Less serious")
    SERIOUS = "serious", _("Serious")
    GRAVE = "grave", _("Grave")


class VictimWord(models.TextChoices):
    VICTIM = "victim", _("victim")
    HARMED_PERSON = "harmed_person", _("person harmed")
    SURVIVOR = "survivor", _("survivor")


class OffenderWord(models.TextChoices):
    OFFENDER = "offender", _("offender")
    RESPONSIBLE_PERSON = "responsible_person", _("person responsible")
    RESPONDENT = "respondent", _("respondent")
    YOUTH = "youth", _("youth")


class Sharing(models.TextChoices):
    """How a payment is parted among those whom it is owed to (A4)."""

    PRO_RATA = "pro_rata", _("In proportion to what is still owed to each")
    PEOPLE_FIRST = "people_first", _("People first, then organizations")


class ArrearsStep(models.TextChoices):
    """What is tried, in this order, when somebody falls behind with what was agreed (A7)."""

    REMIND = "remind", _("A friendly reminder")
    TALK = "talk", _("A talk with the mediator")
    RECONVENE = "reconvene", _("Meeting again, or a changed agreement")
    RETURN = "return", _("Back to the referrer")


class NewOffence(models.TextChoices):
    """What a program counts as a new offense, a year later (3.13: program-defined, stated)."""

    ANY = "any", _("Any new offense that becomes known")
    CHARGE = "charge", _("A new charge")
    CONVICTION = "conviction", _("A new conviction")


class SurveyReader(models.TextChoices):
    """Who reads single answers of a survey; the others see figures. In rising strictness."""

    SUPERVISORS = "supervisors", _("Those who run the program, and the supervisor of the case")
    PROGRAM = "program", _("Only those who run the program")
