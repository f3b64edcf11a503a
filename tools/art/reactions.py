"""The pictures of the standard reactions."""

from __future__ import annotations

from tools.art.vectors import Picture, Shape, disc, filled, moved, oval, polygon, ring, star

GOLD, AMBER, DARK, WHITE = "ffc93c", "f2a024", "3b2a1a", "ffffff"
RED, BLUE, SKY, GREEN, VIOLET = "e8344e", "3d7fd6", "66b8f0", "4caf50", "9b59d0"

HEART = filled(
    RED,
    "M 256 452 C 70 330 40 216 82 142 C 124 72 222 84 256 160 C 290 84 388 72 430 142 C 472 216 442 330 256 452 Z",
)


def thumb() -> list[Shape]:
    return [
        filled(BLUE, "M 78 236 L 160 236 L 160 448 L 78 448 C 66 448 58 440 58 428 L 58 256 C 58 244 66 236 78 236 Z"),
        filled(
            GOLD,
            "M 176 250 C 222 218 240 168 242 112 C 243 76 274 58 302 70 C 338 86 338 142 318 206 L 412 206"
            " C 442 206 458 230 452 258 L 424 402 C 418 430 400 448 372 448 L 226 448 C 206 448 194 436 176 430 Z",
        ),
        filled(AMBER, "M 318 206 L 300 206 C 322 150 324 100 296 68 C 338 80 340 142 318 206 Z"),
    ]


def upside_down(picture: Picture) -> list[Shape]:
    return [moved(shape, (1, -1), (0, 512)) for shape in picture]


def fire() -> list[Shape]:
    return [
        filled(
            "f26a1b",
            "M 256 486 C 142 486 84 404 104 302 C 118 240 158 222 168 156 C 204 182 216 212 216 244"
            " C 252 200 262 118 236 40 C 336 96 408 214 410 320 C 412 416 352 486 256 486 Z",
        ),
        filled(
            GOLD,
            "M 258 474 C 196 474 164 422 180 368 C 192 334 224 318 236 276 C 290 308 332 358 328 404"
            " C 324 448 298 474 258 474 Z",
        ),
    ]


def party() -> list[Shape]:
    dots = [(300, 90, RED), (420, 150, BLUE), (250, 150, GREEN), (450, 290, VIOLET), (360, 400, RED), (150, 90, SKY)]
    return [
        polygon(GOLD, [(56, 456), (176, 170), (342, 336)]),
        polygon(VIOLET, [(116, 313), (138, 261), (251, 374), (199, 396)]),
        filled(AMBER, "M 176 170 C 210 150 362 302 342 336 C 322 356 156 190 176 170 Z"),
        filled(RED, "M 300 240 C 330 190 300 150 350 110 L 372 128 C 330 160 360 200 322 258 Z"),
        filled(SKY, "M 320 280 C 370 250 400 290 450 230 L 470 250 C 420 320 380 280 334 304 Z"),
        *(disc(colour, x, y, 17) for x, y, colour in dots),
    ]


def face() -> list[Shape]:
    return [disc(AMBER, 256, 256, 216), disc(GOLD, 256, 250, 206)]


def eyes(y: float = 210, size: float = 26) -> list[Shape]:
    return [disc(DARK, 176, y, size, size * 1.25), disc(DARK, 336, y, size, size * 1.25)]


def smile() -> Shape:
    return filled(DARK, "M 136 288 C 190 312 322 312 376 288 C 372 392 304 424 256 424 C 208 424 140 392 136 288 Z")


def grin() -> list[Shape]:
    return [
        *face(),
        filled(DARK, "M 116 226 C 130 160 206 160 220 226 C 196 192 140 192 116 226 Z"),
        filled(DARK, "M 292 226 C 306 160 382 160 396 226 C 372 192 316 192 292 226 Z"),
        filled(DARK, "M 116 276 C 180 292 332 292 396 276 C 396 384 320 428 256 428 C 192 428 116 384 116 276 Z"),
        filled(WHITE, "M 136 300 C 200 310 312 310 376 300 C 366 372 312 404 256 404 C 200 404 146 372 136 300 Z"),
        polygon(DARK, [(142, 344), (370, 344), (366, 356), (146, 356)]),
    ]


def crying() -> list[Shape]:
    return [
        *face(),
        *eyes(222),
        filled(DARK, "M 164 396 C 196 330 316 330 348 396 C 312 362 200 362 164 396 Z"),
        filled(AMBER, "M 120 176 C 150 168 184 148 200 128 L 212 142 C 194 168 156 190 124 194 Z"),
        filled(AMBER, "M 392 176 C 362 168 328 148 312 128 L 300 142 C 318 168 356 190 388 194 Z"),
        filled(SKY, "M 352 262 C 392 316 396 340 392 364 C 384 396 332 400 318 366 C 310 338 322 316 352 262 Z"),
    ]


def scream() -> list[Shape]:
    return [
        disc(AMBER, 256, 256, 206, 220),
        disc("a9cbe8", 256, 240, 196, 204),
        filled(GOLD, "M 62 282 C 120 250 392 250 450 282 C 440 396 346 462 256 462 C 166 462 72 396 62 282 Z"),
        disc(WHITE, 184, 210, 52),
        disc(WHITE, 328, 210, 52),
        disc(DARK, 184, 210, 20),
        disc(DARK, 328, 210, 20),
        disc(DARK, 256, 360, 46, 70),
        filled(AMBER, "M 44 330 C 60 300 96 300 108 330 L 146 470 C 120 500 76 496 62 470 Z"),
        filled(AMBER, "M 468 330 C 452 300 416 300 404 330 L 366 470 C 392 500 436 496 450 470 Z"),
    ]


def star_eyes() -> list[Shape]:
    return [*face(), star(RED, 168, 208, 76), star(RED, 344, 208, 76), smile()]


def heart_eyes() -> list[Shape]:
    left, right = (moved(HEART, (0.34, 0.34), (x, 118)) for x in (78, 260))
    return [*face(), left, right, smile()]


def neutral() -> list[Shape]:
    return [
        *face(),
        *eyes(),
        filled(DARK, "M 160 338 L 352 338 C 368 338 368 362 352 362 L 160 362 C 144 362 144 338 160 338 Z"),
    ]


def sleeping() -> list[Shape]:
    z = polygon(BLUE, [(0, 0), (90, 0), (90, 18), (34, 72), (90, 72), (90, 90), (0, 90), (0, 72), (56, 18), (0, 18)])
    return [
        *face(),
        filled(DARK, "M 112 236 C 130 280 206 280 224 236 C 200 260 136 260 112 236 Z"),
        filled(DARK, "M 288 236 C 306 280 382 280 400 236 C 376 260 312 260 288 236 Z"),
        disc(DARK, 256, 352, 30, 38),
        moved(z, (1.1, 1.1), (372, 20)),
        moved(z, (0.7, 0.7), (312, 100)),
    ]


def sunglasses() -> list[Shape]:
    return [
        *face(),
        filled("22262e", "M 60 166 L 452 166 L 448 204 C 440 204 438 208 436 220 C 430 286 398 304 350 304"
               " C 300 304 276 270 270 212 C 266 200 246 200 242 212 C 236 270 212 304 162 304"
               " C 114 304 82 286 76 220 C 74 208 72 204 64 204 Z"),
        filled("596273", "M 96 186 L 150 186 L 108 252 C 100 236 96 210 96 186 Z"),
        filled("596273", "M 296 186 L 350 186 L 308 252 C 300 236 296 210 296 186 Z"),
        filled(DARK, "M 168 352 C 220 384 320 376 356 336 C 344 412 216 430 168 352 Z"),
    ]  # fmt: skip


def broken_heart() -> list[Shape]:
    crack = [(256, 118), (226, 206), (288, 246), (226, 318), (276, 352), (250, 470), (246, 470), (236, 360), (186, 320),
             (240, 256), (184, 206), (238, 116)]  # fmt: skip
    return [HEART, polygon("7d1426", crack)]


def lightning() -> list[Shape]:
    return [
        polygon(AMBER, [(318, 24), (106, 288), (236, 288), (186, 492), (410, 206), (272, 206)]),
        polygon(GOLD, [(296, 70), (142, 270), (262, 270), (226, 420), (372, 224), (244, 224)]),
    ]


def trophy() -> list[Shape]:
    return [
        ring(AMBER, oval(134, 152, 78, 84), oval(134, 152, 48, 54)),
        ring(AMBER, oval(378, 152, 78, 84), oval(378, 152, 48, 54)),
        filled(GOLD, "M 132 54 L 380 54 C 384 190 352 292 282 312 L 282 386 L 230 386 L 230 312"
               " C 160 292 128 190 132 54 Z"),
        filled(AMBER, "M 330 54 L 380 54 C 384 190 352 292 282 312 L 256 316 C 318 280 336 180 330 54 Z"),
        filled(DARK, "M 150 392 L 362 392 C 374 392 382 400 382 412 L 382 462 L 130 462 L 130 412"
               " C 130 400 138 392 150 392 Z"),
        star(WHITE, 240, 170, 54),
    ]  # fmt: skip


def hundred() -> list[Shape]:
    return [
        polygon(RED, [(60, 150), (130, 96), (166, 96), (124, 346), (72, 346), (102, 168), (62, 194)]),
        ring(RED, oval(252, 222, 80, 128), oval(252, 222, 32, 80)),
        ring(RED, oval(412, 222, 80, 128), oval(412, 222, 32, 80)),
        filled(RED, "M 70 396 C 200 366 330 366 448 384 L 442 412 C 330 396 200 396 76 424 Z"),
        filled(RED, "M 130 450 C 230 428 320 428 400 438 L 396 462 C 320 454 230 454 136 474 Z"),
    ]


def strawberry() -> list[Shape]:
    seeds = [(170, 230), (256, 216), (342, 230), (206, 300), (306, 300), (256, 370)]
    return [
        filled(RED, "M 256 476 C 160 452 76 300 92 216 C 106 146 200 150 256 170 C 312 150 406 146 420 216"
               " C 436 300 352 452 256 476 Z"),
        filled(GREEN, "M 256 92 C 276 112 300 116 340 96 C 344 130 376 140 416 146 C 380 196 310 200 256 176"
               " C 202 200 132 196 96 146 C 136 140 168 130 172 96 C 212 116 236 112 256 92 Z"),
        filled("2e7d32", "M 244 110 L 252 36 L 280 40 L 268 110 Z"),
        *(disc(GOLD, x, y, 8, 13) for x, y in seeds),
    ]  # fmt: skip


def looking() -> list[Shape]:
    found = []
    for x in (142, 370):
        found += [disc(DARK, x, 256, 116, 168), disc(WHITE, x, 256, 102, 154), disc(DARK, x - 34, 282, 48, 66)]
        found.append(disc(WHITE, x - 50, 256, 14, 18))
    return found


def ghost() -> list[Shape]:
    body = (
        "M 256 40 C 370 40 436 132 436 250 L 436 440 C 436 478 400 484 378 456 C 356 430 332 430 312 458"
        " C 292 486 220 486 200 458 C 180 430 156 430 134 456 C 112 484 76 478 76 440 L 76 250 C 76 132 142 40 256 40 Z"
    )
    return [
        filled("8f9bb3", body),
        moved(filled("f4f6fb", body), (0.93, 0.93), (18, 15)),
        disc(DARK, 186, 206, 30, 42),
        disc(DARK, 326, 206, 30, 42),
        disc(DARK, 256, 316, 40, 50),
        filled(RED, "M 222 340 C 236 318 276 318 290 340 C 280 372 232 372 222 340 Z"),
    ]


PICTURES: dict[str, Picture] = {
    "\N{THUMBS UP SIGN}": thumb(),
    "\N{THUMBS DOWN SIGN}": upside_down(thumb()),
    "\N{HEAVY BLACK HEART}": [HEART],
    "\N{FIRE}": fire(),
    "\N{PARTY POPPER}": party(),
    "\N{GRINNING FACE WITH SMILING EYES}": grin(),
    "\N{CRYING FACE}": crying(),
    "\N{FACE SCREAMING IN FEAR}": scream(),
    "\N{GRINNING FACE WITH STAR EYES}": star_eyes(),
    "\N{SMILING FACE WITH HEART-SHAPED EYES}": heart_eyes(),
    "\N{NEUTRAL FACE}": neutral(),
    "\N{SLEEPING FACE}": sleeping(),
    "\N{SMILING FACE WITH SUNGLASSES}": sunglasses(),
    "\N{BROKEN HEART}": broken_heart(),
    "\N{HIGH VOLTAGE SIGN}": lightning(),
    "\N{TROPHY}": trophy(),
    "\N{HUNDRED POINTS SYMBOL}": hundred(),
    "\N{STRAWBERRY}": strawberry(),
    "\N{EYES}": looking(),
    "\N{GHOST}": ghost(),
}
