"""Who lives in the sample community. Names are common ones; the numbers belong to a block of the plan that the sample
keeps for itself."""

from __future__ import annotations

from typing import NamedTuple

FIRST_PHONE = 989_120_000_001


class Person(NamedTuple):
    """username "": whoever chose none is found by nobody who does not know them."""

    first: str
    last: str
    username: str = ""
    about: str = ""


PEOPLE = (
    Person("سارا", "محمدی", "sara_m", "معلم ادبیات · عاشق کوه"),
    Person("امیر", "رضایی", "amir_rz", "برنامه‌نویس"),
    Person("مریم", "کاظمی", "maryam_k", "عکاسی می‌کنم"),
    Person("علی", "محمدی", "", "بابای سارا"),
    Person("زهرا", "محمدی", "", ""),
    Person("رضا", "محمدی", "reza_mhd", "دانشجوی عمران"),
    Person("نرگس", "احمدی", "narges_a", "پزشک عمومی"),
    Person("حسین", "کریمی", "hkarimi", "مدیر پروژه"),
    Person("فاطمه", "موسوی", "fmousavi", "طراح گرافیک"),
    Person("مهدی", "جعفری", "mehdi_j", ""),
    Person("لیلا", "نوری", "leila_n", "کتاب، چای، باران"),
    Person("پویا", "صادقی", "pooya_s", "دوچرخه‌سوار"),
    Person("الهام", "رستمی", "elham_r", ""),
    Person("کاوه", "شریفی", "kave_sh", "کوهنورد"),
    Person("نیما", "فرهادی", "nima_f", "نوازندهٔ سه‌تار"),
    Person("شیما", "قاسمی", "", ""),
    Person("بهرام", "یزدانی", "bahram_y", "خبرنگار"),
    Person("مینا", "طاهری", "mina_t", "سردبیر"),
    Person("آرش", "کمالی", "arash_k", "مربی فوتبال"),
    Person("هانیه", "اکبری", "", "مادر دو تا وروجک"),
    Person("سعید", "ملکی", "saeed_m", ""),
    Person("پریسا", "عباسی", "parisa_a", "آشپز خانگی"),
    Person("محسن", "حیدری", "", ""),
    Person("ندا", "سلطانی", "neda_s", "مترجم"),
    Person("داریوش", "بهرامی", "dariush_b", "مغازه‌دار"),
    Person("گلناز", "مرادی", "", ""),
    Person("یاسر", "عزیزی", "yaser_a", "راننده"),
    Person("سپیده", "رحیمی", "sepide_r", "دانشجوی نقاشی"),
    Person("بابک", "نجفی", "babak_n", ""),
    Person("طاهره", "محمدی", "", "مادربزرگ"),
)


def phone_of(number: int) -> str:
    """The number of the person at this place of PEOPLE."""
    return str(FIRST_PHONE + number)
