"""What a program stores, one file per noun."""

from programs.models.agreement import Agreement, AgreementItem, AgreementSignature
from programs.models.assignment import ConflictDeclaration, MediatorAssignment
from programs.models.case import MediationCase
from programs.models.choice import VictimChoice
from programs.models.complaint import Complaint
from programs.models.consent import ParticipationConsent
from programs.models.contact import Contact
from programs.models.done import ItemDone
from programs.models.draft import ReferralDraft
from programs.models.eligibility import EligibilityCheck
from programs.models.forward import ReferralForward
from programs.models.imported import ImportBatch, ImportChunk
from programs.models.likeness import LikenessVerdict
from programs.models.link import ParticipantLink
from programs.models.look import ProgramLogo
from programs.models.mediator import Absence, Affiliation, Mediator
from programs.models.message import MediatedMessage
from programs.models.office import Office
from programs.models.participant import Participant
from programs.models.policy import PolicyDraft, PolicyFloor, PolicyVersion
from programs.models.program import Program
from programs.models.referral import Offence, Referral, ReferralAmendment
from programs.models.release import InformationRelease
from programs.models.representation import Representation
from programs.models.restitution import PaymentReport, RestitutionPayment
from programs.models.retention import RetentionStep
from programs.models.risk import RiskAssessment
from programs.models.saved_filter import SavedFilter
from programs.models.session import MediatorBooking, Session
from programs.models.setup import HandOver, SetUpChoice
from programs.models.source import ReferralSource
from programs.models.stored_file import StoredFile
from programs.models.survey import Survey

__all__ = [
    "Absence",
    "Affiliation",
    "Agreement",
    "AgreementItem",
    "AgreementSignature",
    "Complaint",
    "ConflictDeclaration",
    "Contact",
    "EligibilityCheck",
    "HandOver",
    "ImportBatch",
    "ImportChunk",
    "InformationRelease",
    "ItemDone",
    "LikenessVerdict",
    "MediatedMessage",
    "MediationCase",
    "Mediator",
    "MediatorAssignment",
    "MediatorBooking",
    "Offence",
    "Office",
    "Participant",
    "ParticipantLink",
    "ParticipationConsent",
    "PaymentReport",
    "PolicyDraft",
    "PolicyFloor",
    "PolicyVersion",
    "Program",
    "ProgramLogo",
    "Referral",
    "ReferralAmendment",
    "ReferralDraft",
    "ReferralForward",
    "ReferralSource",
    "Representation",
    "RestitutionPayment",
    "RetentionStep",
    "RiskAssessment",
    "SavedFilter",
    "Session",
    "SetUpChoice",
    "StoredFile",
    "Survey",
    "VictimChoice",
]
