"""Names: of topics, rules, units, of the words inside values, and of how sure a value is."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from binacore.rules import Confidence

Words = str | Promise

TOPICS: Final[Mapping[str, Words]] = {
    "budget": _("Money for development"),
    "evaluation": _("Evaluation of programmes"),
    "gap_categories": _("Competency gaps"),
    "ip_asn": _("Index of professionality (IP ASN)"),
    "jp_conversion": _("Learning hours (JP) by form of development"),
    "jpm": _("Job person match (JPM)"),
    "learning_hours": _("Learning hours in a year"),
    "plan_weights": _("Weights of a plan"),
    "predicate": _("Performance predicate"),
    "required_levels": _("Default competency level by class of position"),
    "retirement": _("Retirement age by class of position"),
    "skm": _("Citizens' satisfaction survey (SKM)"),
    "talent_box": _("Talent box"),
    "voice": _("Citizens' voice"),
}

# Classes of positions keep their official names, which the rules carry as titles.
TITLES: Final[Mapping[str, Words]] = {
    "budget.training_share_city": _("Least training share of a city or regency (kabupaten/kota)"),
    "budget.training_share_province": _("Least training share of a province"),
    "evaluation.least_units": _(
        "Fewest units trained, and fewest to compare with, before an effect on a service is estimated"
    ),
    "evaluation.least_participants": _("Participants of a unit from whom on it counts as trained"),
    "evaluation.least_scores": _("Participants with both scores before a gain in learning is shown"),
    "evaluation.reaction": _(
        "Points of an aspect of a class that are good, that are weak, and how far two must lie apart"
    ),
    "evaluation.standard_score": _(
        "Score of the test after the class below which help is proposed, and from which an advanced programme is"
    ),
    "evaluation.weak_behaviour": _("Share of due work-change reports confirmed, below which a verdict says so"),
    "evaluation.evidence_weight": _("Weight that a finding of an evaluation gives to a training need"),
    "gap.categories": _("Name of a gap by missing levels"),
    "gap.method_trust": _("Order in which assessment methods are believed, best first"),
    "ip_asn.qualification": _("Points for formal education"),
    "ip_asn.competence": _("Points for development, by kind of position"),
    "ip_asn.technical_hours": _("Learning hours of technical training that earn its points"),
    "ip_asn.windows": _("How many years back each item is looked for"),
    "ip_asn.performance_bands": _("Class of a performance score"),
    "ip_asn.performance_points": _("Points by class of performance score"),
    "ip_asn.performance_predicate": _("Points by performance predicate, since scores are no longer given"),
    "ip_asn.discipline": _("Points by heaviest disciplinary punishment"),
    "ip_asn.bands": _("Name of the total"),
    "jp.KL01": _("Leadership training (pelatihan struktural kepemimpinan)"),
    "jp.KL02": _("Managerial training (pelatihan manajerial)"),
    "jp.KL03": _("Technical training (pelatihan teknis)"),
    "jp.KL04": _("Functional training (pelatihan fungsional)"),
    "jp.KL05": _("Socio-cultural training (pelatihan sosial kultural)"),
    "jp.KL06": _("Seminar, conference (seminar/konferensi/sarasehan)"),
    "jp.KL07": _("Workshop (workshop/lokakarya)"),
    "jp.KL08": _("Course (kursus)"),
    "jp.KL09": _("Upgrading course (penataran)"),
    "jp.KL10": _("Technical guidance (bimbingan teknis)"),
    "jp.KL11": _("Information session (sosialisasi)"),
    "jp.KL12": _("Other classroom form (klasikal lainnya)"),
    "jp.NKL01": _("Coaching"),
    "jp.NKL02": _("Mentoring"),
    "jp.NKL03": _("E-learning"),
    "jp.NKL04": _("Distance training (pelatihan jarak jauh)"),
    "jp.NKL05": _("Secondment (detasering)"),
    "jp.NKL06": _("Outbound (outbond)"),
    "jp.NKL07": _("Benchmarking (patok banding)"),
    "jp.NKL08": _("Exchange with private sector or state enterprise (pertukaran)"),
    "jp.NKL09": _("Self-study (belajar mandiri)"),
    "jp.NKL10": _("Community of practice (komunitas belajar)"),
    "jp.NKL11": _("Guidance at the workplace (bimbingan di tempat kerja)"),
    "jp.NKL12": _("Internship (magang/praktik kerja)"),
    "jp.NKL13": _("Other non-classroom form (nonklasikal lainnya)"),
    "jp.PDK": _("Formal study (pendidikan, tugas belajar)"),
    "jpm.placement_bands": _("Reading when a position is to be filled (pengisian jabatan)"),
    "jpm.mapping_bands": _("Reading when people are mapped (pemetaan)"),
    "jpm.surplus_capped": _("Levels above the standard count only up to the standard"),
    "learning.pns_minimum_hours": _("Fewest learning hours of a PNS in a year"),
    "learning.pppk_maximum_hours": _("Most learning hours of a PPPK in a contract year"),
    "learning.pppk_target_hours": _("Learning hours an agency wishes for a PPPK in a year"),
    "learning.plausible_hours_per_day": _("Most learning hours that are believed for one day"),
    "plan.nomination_weight": _("Worth of a place for somebody who is named for a programme but need not attend it"),
    "predicate.matrix": _("Predicate by result of work (rows) and behaviour (columns)"),
    "predicate.siasn_rating_codes": _("SIASN code of a rating against expectation"),
    "predicate.siasn_codes": _("SIASN code of a predicate"),
    "retirement.teacher": _("Teacher (guru)"),
    "retirement.doctor": _("Doctor and dentist in public health service (dokter, dokter gigi)"),
    "retirement.school_supervisor": _(
        "School supervisor and inspector of non-formal education (pengawas sekolah, penilik)"
    ),
    "skm.elements": _("The nine elements, in their order"),
    "skm.scale": _("Lowest and highest answer to one element"),
    "skm.weight_mode": _("How the weight of one element (one ninth) is written"),
    "skm.conversion": _("Factor from the scale 1 to 4 to the scale 25 to 100"),
    "skm.grades": _("Grade of a service"),
    "skm.sample": _("Sample size: chi-square, proportion and error"),
    "skm.minimum_group": _("Fewest answers of which a result is shown"),
    "talent.boxes": _("Box by performance (rows) and potential (columns)"),
    "talent.agency_succession": _("Boxes of the agency's succession group"),
    "talent.national_succession": _("Boxes of the national succession group"),
    "talent.potential_bands": _("Potential by score"),
    "talent.follow_up": _("Usual follow-up of each box"),
    "voice.evidence_after": _("Citizens who must have said so before their words weigh a training need"),
    "voice.evidence_weight": _("Weight that citizens' words give to a training need"),
}

UNITS: Final[Mapping[str, Words]] = {
    "JP": _("JP"),
    "JP a contract year": _("JP a contract year"),
    "JP a day": _("JP a day"),
    "JP a year": _("JP a year"),
    "JP rule": _("JP rule"),
    "answers": _("answers"),
    "box": _("box"),
    "boxes": _("boxes"),
    "code": _("code"),
    "follow-up codes": _("follow-up codes"),
    "factor": _("factor"),
    "level": _("level"),
    "levels": _("levels"),
    "order": _("order"),
    "parameters": _("parameters"),
    "people": _("people"),
    "percent": _("percent"),
    "points": _("points"),
    "points 0 to 100": _("points 0 to 100"),
    "points, at most 25": _("points, at most 25"),
    "points, at most 30": _("points, at most 30"),
    "points, at most 40": _("points, at most 40"),
    "points, at most 5": _("points, at most 5"),
    "predicate": _("predicate"),
    "score": _("score"),
    "score 0 to 100": _("score 0 to 100"),
    "score 25 to 100": _("score 25 to 100"),
    "share of spending": _("share of spending"),
    "units": _("units"),
    "weight": _("weight"),
    "years": _("years"),
    "years of age": _("years of age"),
    "yes or no": _("yes or no"),
}

WORDS: Final[Mapping[str, Words]] = {
    "high": _("high"),
    "medium": _("medium"),
    "low": _("low"),
    "none": _("none"),
    "very_high": _("very high"),
    "very_low": _("very low"),
    "very_good": _("very good"),
    "good": _("good"),
    "needs_improvement": _("needs improvement"),
    "poor": _("poor"),
    "very_poor": _("very poor"),
    "above": _("above expectation"),
    "meets": _("as expected"),
    "below": _("below expectation"),
    "optimal": _("optimal"),
    "fairly_optimal": _("fairly optimal"),
    "less_optimal": _("less optimal"),
    "assessment_centre": _("assessment centre"),
    "mapping": _("mapping"),
    "superior": _("superior"),
    "self": _("the person"),
    "weak": _("weak below"),
    "apart": _("apart by"),
    "remedial": _("help below"),
    "advanced": _("advanced from"),
    "structural": _("structural"),
    "functional": _("functional"),
    "pelaksana": _("executive staff"),
    "role": _("training for the position"),
    "technical": _("technical training"),
    "seminar": _("seminar"),
    "discipline": _("discipline"),
    "light": _("light"),
    "heavy": _("heavy"),
    "below_slta": _("below secondary school"),
    "MS": _("qualified (MS)"),
    "MMS": _("still qualified (MMS)"),
    "KMS": _("less than qualified (KMS)"),
    "processed_by_rules": _("handled as the rules on performance say"),
    "performance_guidance": _("performance guidance"),
    "counselling": _("counselling"),
    "competence_development": _("competency development"),
    "rotation": _("rotation"),
    "mentoring": _("mentoring"),
    "development_fit_to_job": _("development that fits the position"),
    "retain": _("keeping in place"),
    "enrich": _("job enrichment"),
    "succession": _("succession group"),
    "promote": _("promotion"),
    "requirements": _("requirements"),
    "procedure": _("procedure"),
    "time": _("time of service"),
    "cost": _("cost or tariff"),
    "product": _("product of the service"),
    "competence": _("competence of staff"),
    "behaviour": _("behaviour of staff"),
    "complaints": _("handling of complaints"),
    "facilities": _("facilities"),
    "lowest": _("lowest"),
    "highest": _("highest"),
    "exact": _("one ninth exactly"),
    "chi_square": _("chi-square"),
    "proportion": _("proportion"),
    "error": _("error"),
    "A": _("A (very good)"),
    "B": _("B (good)"),
    "C": _("C (less than good)"),
    "D": _("D (not good)"),
}

# word on the mark, its tone, and why
CONFIDENCE: Final[Mapping[Confidence, tuple[Words, str, Words]]] = {
    Confidence.CONFIRMED: (_("confirmed"), "good", ""),
    Confidence.FROM_IMPLEMENTATION: (_("not yet confirmed"), "amber", _("seen in running systems")),
    Confidence.GENERAL_KNOWLEDGE: (_("not yet confirmed"), "amber", _("general knowledge")),
    Confidence.SOURCES_CONFLICT: (_("not yet confirmed"), "warn", _("sources differ")),
    Confidence.AGENCY_DECISION: (_("decision of the agency"), "", ""),
}


def title_words(rule_id: str, title: str) -> str:
    """The title in the reader's language; the rule's own where it is an official name."""
    return str(TITLES.get(rule_id, title))


def word(key: str) -> str:
    """A key or label of a value: a word of ours, a degree ("s3": "S3"), or a span of scores ("91-100")."""
    if key in WORDS:
        return str(WORDS[key])
    return key.replace("-", "–").upper()
