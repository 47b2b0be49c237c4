"""What a column of a file of cases can mean, and the headings by which it is known in three languages."""

from django.utils.translation import gettext_lazy as _

from programs.importing.declared import Field
from programs.models.case import ClosureReason, Relationship, TookPart
from programs.models.referral import OffenceClass, OffenceGrade, ReferralStage, ReferrerClass

NUMBER = Field(
    "number",
    _("Your own number of the case"),
    headings="number|no|nr|case|case number|case no|case id|id|reference|ref|"
    "file|file number|file no|dossier|numero|numero de dossier|no de dossier|caso|numero de caso|expediente|n",
    longest=60,
    hint=_("By it you find the case again, and other files name it."),
)

CASES: tuple[Field, ...] = (
    NUMBER,
    Field(
        "referred_on",
        _("Referred on"),
        "day",
        "date|referred|referral date|date referred|date of referral|received|"
        "received on|date received|intake date|date de renvoi|recu le|date de reception|fecha|fecha de remision|"
        "fecha de derivacion|remitido el",
        is_needed=True,
    ),
    Field(
        "stage",
        _("Stage"),
        "choice",
        "referral stage|legal stage|entry point|etape|stade|etapa|fase",
        ReferralStage,
        is_needed=True,
    ),
    Field(
        "source",
        _("Who referred"),
        "choice",
        "source|referral source|referrer|referred by|referring party|"
        "referring agency type|origine|oriente par|renvoye par|provenance|fuente|remitido por|derivado por",
        ReferrerClass,
        is_needed=True,
    ),
    Field(
        "referrer",
        _("Name of the referrer or agency"),
        "text",
        "referrer name|agency|referring agency|court|officer|"
        "organisme|tribunal|agent|agencia|juzgado|nombre de la agencia",
    ),
    Field(
        "offences",
        _("Offenses"),
        "choices",
        "offense|offence|offences|charge|charges|crime|infraction|infractions|"
        "delit|delits|delito|delitos|cargo|cargos",
        OffenceClass,
        is_needed=True,
        hint=_("Several in one cell: put ; between them."),
    ),
    Field(
        "grade",
        _("Grade of the offense"),
        "choice",
        "grade|class|offense class|offence class|severity|level|degree|"
        "felony misdemeanor|gravite|classe|categorie|gravedad|clase|grado",
        OffenceGrade,
    ),
    Field(
        "offender_name",
        _("Name of the person responsible"),
        "text",
        "offender|offender name|respondent|youth|"
        "juvenile|defendant|responsible party|person responsible|responsible person|auteur|nom de l auteur|"
        "contrevenant|personne responsable|ofensor|infractor|persona responsable|nombre del ofensor",
        is_needed=True,
    ),
    Field(
        "offender_phone",
        _("Telephone of the person responsible"),
        "text",
        "offender phone|offender telephone|telephone de l auteur|telefono del ofensor",
        longest=40,
    ),
    Field(
        "offender_email",
        _("E-mail of the person responsible"),
        "email",
        "offender email|offender e mail|courriel de l auteur|correo del ofensor",
        longest=254,
    ),
    Field(
        "offender_minor",
        _("Is the person responsible a minor?"),
        "yes_no",
        "offender minor|minor|juvenile yes no|mineur|menor",
    ),
    Field(
        "victim_name",
        _("Name of the person harmed"),
        "text",
        "victim|victim name|harmed party|person harmed|"
        "harmed person|survivor|complainant|victime|nom de la victime|personne lesee|victima|persona afectada|"
        "nombre de la victima",
    ),
    Field(
        "victim_phone",
        _("Telephone of the person harmed"),
        "text",
        "victim phone|victim telephone|telephone de la victime|telefono de la victima",
        longest=40,
    ),
    Field(
        "victim_email",
        _("E-mail of the person harmed"),
        "email",
        "victim email|victim e mail|courriel de la victime|correo de la victima",
        longest=254,
    ),
    Field(
        "victim_organisation",
        _("Was an organization harmed?"),
        "yes_no",
        "victim organization|business victim|corporate victim|organisation victime|victima organizacion",
    ),
    Field(
        "loss",
        _("Documented loss"),
        "money",
        "loss|damages|documented loss|perte|prejudice|dommage|perdida|danos",
    ),
    Field(
        "relationship",
        _("What they were to each other"),
        "choice",
        "relationship|relation|relacion",
        Relationship,
    ),
    Field(
        "summary",
        _("What happened"),
        "text",
        "summary|description|notes|incident|facts|resume|faits|resumen|hechos",
        longest=5000,
    ),
    Field(
        "accepted_on",
        _("Accepted on"),
        "day",
        "accepted|date accepted|opened|date opened|accepte le|ouvert le|aceptado el|abierto el",
    ),
    Field(
        "first_contact_on",
        _("First contact on"),
        "day",
        "first contact|first contact date|date of first contact|"
        "contacted|premier contact|date du premier contact|primer contacto|fecha del primer contacto",
    ),
    Field(
        "took_part",
        _("How the person harmed took part"),
        "choice",
        "mode|participation|type of mediation|meeting type|"
        "mediation type|format|mode de participation|modalidad|modo|participacion",
        TookPart,
    ),
    Field(
        "held",
        _("Was a session held?"),
        "yes_no",
        "held|session held|mediated|mediation held|met|conference held|"
        "rencontre tenue|mediation tenue|seance tenue|sesion celebrada|reunion celebrada|celebrada",
    ),
    Field(
        "session_on",
        _("Session on"),
        "day",
        "session|session date|mediation date|date of mediation|first session|"
        "conference date|date de rencontre|date de mediation|date de la seance|fecha de mediacion|fecha de sesion",
    ),
    Field(
        "agreement",
        _("Was an agreement reached?"),
        "yes_no",
        "agreement|agreement reached|agreed|contract|entente|"
        "accord|entente conclue|acuerdo|acuerdo alcanzado",
    ),
    Field(
        "amount_agreed",
        _("Amount agreed"),
        "money",
        "amount|amount agreed|restitution|restitution agreed|"
        "restitution amount|monetary restitution|montant|montant convenu|monto|monto acordado|importe",
    ),
    Field(
        "amount_paid",
        _("Amount paid"),
        "money",
        "paid|amount paid|restitution paid|montant paye|paye|pagado|monto pagado",
    ),
    Field(
        "victim_hours",
        _("Hours of work for the person harmed, agreed"),
        "hours",
        "personal service|"
        "personal service hours|victim service hours|service to victim|heures pour la victime|horas para la victima|"
        "servicio personal",
    ),
    Field(
        "victim_hours_done",
        _("Hours of work for the person harmed, done"),
        "hours",
        "personal service done|"
        "personal service completed|heures pour la victime faites|horas para la victima hechas",
    ),
    Field(
        "community_hours",
        _("Hours of work for the community, agreed"),
        "hours",
        "community service|"
        "community service hours|community hours|cs hours|travaux communautaires|heures communautaires|"
        "servicio comunitario|horas comunitarias",
    ),
    Field(
        "community_hours_done",
        _("Hours of work for the community, done"),
        "hours",
        "community service done|"
        "community service completed|heures communautaires faites|horas comunitarias hechas",
    ),
    Field("apology", _("Was an apology agreed?"), "yes_no", "apology|excuses|disculpa|disculpas"),
    Field(
        "apology_only",
        _("Was an apology all that was agreed?"),
        "yes_no",
        "apology only|excuses seulement|solo disculpa",
    ),
    Field(
        "agreed_on",
        _("Agreed on"),
        "day",
        "agreement date|date of agreement|date de l entente|fecha del acuerdo",
    ),
    Field(
        "due_on", _("To be kept by"), "day", "due|due date|agreement due|echeance|fecha limite|vencimiento"
    ),
    Field(
        "completed",
        _("Was the agreement kept?"),
        "kept",
        "completed|fulfilled|agreement kept|complied|successful|"
        "respectee|accompli|complete|entente respectee|cumplido|cumplida|acuerdo cumplido",
    ),
    Field(
        "closed_on",
        _("Closed on"),
        "day",
        "closed|date closed|closing date|case closed|ferme le|date de fermeture|"
        "cloture|cerrado|fecha de cierre|cerrado el",
    ),
    Field(
        "closure_reason",
        _("Why it was closed"),
        "choice",
        "closure reason|closing reason|reason closed|outcome|"
        "disposition|raison de fermeture|motif de cloture|issue|motivo de cierre|resultado",
        ClosureReason,
    ),
)
