"""Top-level domains that make a bare host a link; with a scheme any host is one.

All country codes of ISO 3166, and of the others those that people write. (iana.org/domains/root/db)
"""

COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc "
    "cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga "
    "gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo "
    "jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr "
    "ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re "
    "ro rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr "
    "tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
GENERIC = (
    "com org net edu gov mil int info biz name pro aero coop museum mobi jobs travel tel asia cat post xxx app dev "
    "page blog news link site online store shop website space tech cloud digital agency academy art audio bar bank "
    "best bot business buzz cafe camp care center chat city click club codes coffee community company computer cool "
    "data deals design directory download earth education email energy engineer events expert express family fans "
    "farm film finance fit fm football foundation fun fund fyi gallery game games garden gift global gmbh green "
    "group guide guru health help host hosting house how icu ink institute international kids land law legal life "
    "limited live loan lol ltd management market marketing media money movie music network ninja observer one ooo "
    "parts party people photo photos pics pink plus poker press productions promo properties pub radio red rent "
    "report rest review reviews rip rocks run sale school science security services sexy show social software "
    "solutions sport studio style support systems tax team technology tips today tools top tours town toys trade "
    "training tube university video vip vision wiki win wine work works world wtf xyz yoga zone"
)
NATIVE = (
    "ایران پاکستان امارات السعودية سورية تونس عمان قطر مصر المغرب الجزائر فلسطين شبكة موقع рф рус сайт онлайн "
    "中国 香港 台灣 भारत 한국"
)

ALL = frozenset(f"{COUNTRIES} {GENERIC} {NATIVE}".split())
