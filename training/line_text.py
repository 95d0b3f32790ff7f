# SPDX-License-Identifier: Apache-2.0
"""LineText: what stands on the lines that the model is trained with.

Three fifths are runs of words of open legal text as prepare_text.py leaves it, a tenth of them with
other marks than they should have; the rest is made up here: numbers of documents, dates, money, names, addresses, forms with dotted leaders, syllables
that no dictionary has. The made-up part keeps the model from reading what it expects in place of
what is printed. All names and numbers are put together at random.
"""
import random
import re
import unicodedata

from alphabet import CLASS_OF, LOWER
from measure import bare

TYPED = str.maketrans({
    "…": "...", "−": "–", "‐": "-", "‑": "-", "\xad": "", "Ð": "Đ", "ð": "đ", "⁄": "/", "‹": "<",
    "›": ">", "„": "\"", "∆": "Δ", "μ": "µ", "─": "–", "\xa0": " ", "●": "•", "▫": "□", "✔": "✓",
    "\u200b": "", "\u200e": "", "′": "'", "″": "\"", "\u2126": "Ω", "☐": "□", "¹": "1", "º": "°",
})

AGENCIES = ("UBND HĐND SNV STC STNMT SYT SGDĐT SXD SCT STP SLĐTBXH SNN BNV BTC BYT BGDĐT BXD BTP BCA BQP "
            "BTNMT VPCP TTg CP QH UBTVQH TCT KBNN BHXH CAT TAND VKS TTr VP PNV PTC PTP PYT ĐU TU TW TTHC "
            "NVTE CĐYT QLCL VHXH KTHT ĐTXD NNPTNT SVHTTDL STTTT KHĐT BCH HĐQT HĐT TTPVHCC ATTP").split()
KINDS = "QĐ KH TB BC TTr NQ NĐ TT CT CV GM GT BB HD ĐA PA TTLT QC ĐĐ HĐ CTr KL GP GCN GUQ".split()
FAMILY = ("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Tạ Mai Trịnh Lương Đoàn "
          "Cao Thái Châu Tăng Quách Giàng Lò Vàng Sùng Hà Chu Kiều Nông Thạch Sơn Ksor Rơ").split()
MIDDLE = ("Văn Thị Hữu Đức Minh Ngọc Thanh Quốc Xuân Thu Hồng Kim Bảo Gia Anh Tuấn Đình Công Quang Phương Thùy "
          "Mỹ Hoài Trọng Duy Khánh Diệu Bích Như Thế Tiến Mạnh Việt").split()
GIVEN = ("An Anh Bình Châu Cường Dũng Dung Duyên Đạt Đức Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hùng Huệ Hương "
         "Khánh Khoa Lan Linh Loan Long Lý Mai Minh My Nam Nga Ngân Nghĩa Ngọc Nhung Oanh Phong Phúc Phương Quân "
         "Quang Quyên Quỳnh Sơn Tâm Tân Thảo Thắng Thành Thịnh Thơ Thủy Thúy Tiên Toàn Trang Trí Trung Tú Tuấn "
         "Tuyết Uyên Vân Việt Vinh Vũ Vượng Vy Xuân Yến Ý Thuỵ Hoà Luỹ Khuê Nguyệt").split()
PLACES = ("phường xã thị trấn huyện quận tỉnh thành phố thôn ấp tổ khu phố bản buôn đường số ngõ hẻm").split()
ONSETS = ("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) + [""]
RHYMES = ("a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng "
          "eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oai "
          "oan oang oanh oat oay oăn oăng oăt oc oe oen oet oi om on ong oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm "
          "ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych "
          "uyên uyêt uynh uyt ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêt yêu").split()
TONES = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
FOREIGN_WORDS = ("Microsoft Windows email website Internet Fax Tel Samsung Viettel VNPT Facebook Zalo covid Toyota "
                 "Euro DNA vitamin marketing logistics online server software hardware version standard quality "
                 "company limited Corporation Bank Group Japan France management system data file scan check "
                 "the of and for with from project report international development energy water").split()
TITLES = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|ỦY BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN|QUYẾT ĐỊNH|"
          "THÔNG BÁO|KẾ HOẠCH|BÁO CÁO|TỜ TRÌNH|GIẤY MỜI|CÔNG VĂN|NGHỊ QUYẾT|CHỈ THỊ|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH|"
          "TM. ỦY BAN NHÂN DÂN|KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC|CHÁNH VĂN PHÒNG|TL. BỘ TRƯỞNG|Nơi nhận:|Kính gửi:|HỎA TỐC|KHẨN|"
          "THƯỢNG KHẨN|Lưu: VT, NC.|Như trên;|Như Điều 3;|ĐẢNG CỘNG SẢN VIỆT NAM|ĐƠN ĐỀ NGHỊ|GIẤY CHỨNG NHẬN|TỜ KHAI|"
          "HỢP ĐỒNG|BIÊN BẢN|GIẤY ỦY QUYỀN|GIẤY KHAI SINH|PHIẾU TIẾP NHẬN HỒ SƠ|STT|Ghi chú|Nội dung|Đơn vị|Số lượng|Tổng cộng|"
          "BỘ TÀI CHÍNH|BỘ Y TẾ|SỞ NỘI VỤ|CHÍNH PHỦ|THỦ TƯỚNG CHÍNH PHỦ|V/v|Căn cứ|QUYẾT NGHỊ:|Điều 1.|Đã ký|(Đã ký)").split("|")

OPEN_SYLLABLE = re.compile(r"(o|u)([ae]|y)([\u0300\u0301\u0309\u0303\u0323])(?![a-zà-ỹ])|"
                           r"(o|u)([\u0300\u0301\u0309\u0303\u0323])([ae]|y)(?![a-zà-ỹ])", re.IGNORECASE)


# Of each letter that has variants: all of them, of its case.
SAME_LETTER = {c: variants for plain in "aeiouyd" for lower in [[c for c in LOWER + "d" if bare(c) == plain]]
               for variants in (lower, [c.upper() for c in lower]) for c in variants}


def typed(text):
    """NFC, of characters that the model knows alone, single spaces."""
    text = unicodedata.normalize("NFC", text).translate(TYPED)
    return " ".join("".join(c for c in text if c in CLASS_OF or c == " ").split())


def swapped_tone_placement(text):
    """hòa <-> hoà, úy <-> uý: both are printed, and each must be read as it stands."""
    def move(match):
        if match[1]:
            return match[1] + match[3] + match[2] if match[1].lower() != "u" or match[2].lower() == "y" else match[0]
        return match[4] + match[6] + match[5] if match[4].lower() != "u" or match[6].lower() == "y" else match[0]
    parts = unicodedata.normalize("NFD", text)
    if re.search(r"[qQ]u", parts):
        return text
    return unicodedata.normalize("NFC", OPEN_SYLLABLE.sub(move, parts))


class LineText:
    """Endless text; each process has one of its own, seeded differently."""

    def __init__(self, sentences, seed):
        self.sentences = sentences
        self.random = random.Random(seed)
        self.makers = [
            (14, self.code), (9, self.date), (7, self.money), (6, self.name), (4, self.address), (4, self.form),
            (4, self.title), (14, self.syllables), (9, self.numbers), (2, self.foreign), (3, self.contact), (3, self.marks),
            (6, self.letters), (5, self.table_number),
        ]

    def take(self, most_characters):
        """A line of at most so many characters, and at least one."""
        r = self.random
        text = ""
        while not text:
            if r.random() < 0.6:
                text = self.sentence(most_characters)
            else:
                text = r.choices([m for _, m in self.makers], [w for w, _ in self.makers])[0]()
                if r.random() < 0.35:
                    text = self.join(text, most_characters)
            case = r.random()
            if case < 0.13:
                text = text.upper()
            elif case < 0.17:
                text = " ".join(w if any(c.isdigit() for c in w) or w.isupper() else w.capitalize() for w in text.split())
            if r.random() < 0.25:
                text = swapped_tone_placement(text)
            text = self.cut(typed(text), most_characters)
        return text

    def cut(self, text, most_characters):
        if len(text) <= most_characters:
            return text
        cut = text.rfind(" ", 0, most_characters + 1)
        return text[:cut] if cut > 0 else text[:most_characters].strip()

    def sentence(self, most_characters):
        r = self.random
        words = r.choice(self.sentences).split()
        first = 0 if r.random() < 0.3 else r.randrange(len(words))
        text = " ".join(words[first:first + 40])
        while len(text) < most_characters * 0.6 and r.random() < 0.8:
            text += " " + r.choice(self.sentences)
        text = self.cut(text, r.randint(max(2, most_characters // 3), most_characters))
        if r.random() < 0.1:
            text = " ".join(self.with_other_marks(w) if r.random() < 0.3 else w for w in text.split())
        start = r.random()
        if start < 0.08:
            text = r.choice(["- ", "+ ", "– ", "* ", "• ", "-", "+"]) + text
        elif start < 0.16:
            text = r.choice([f"{r.randint(1, 30)}. ", f"{r.choice('abcdđeghiklmnopq')}) ", f"{r.randint(1, 9)}.{r.randint(1, 12)}. ",
                             f"{r.choice(['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'])}. ", f"({r.randint(1, 20)}) ",
                             f"Điều {r.randint(1, 120)}. ", f"{r.randint(1, 9)}) "]) + text
        if r.random() < 0.15 and text[-1].isalnum():
            text += r.choice([";", ".", ":", ",", "./.", ".", ";"])
        if r.random() < 0.03:
            at = r.randrange(len(text.split()))
            words = text.split()
            words[at] = r.choice(["“%s”", "(%s)", "\"%s\"", "‘%s’", "[%s]"]) % words[at]
            text = " ".join(words)
        return text

    def with_other_marks(self, word):
        """One letter with another mark, as no neighbour foretells."""
        places = [i for i, c in enumerate(word) if c in SAME_LETTER]
        if not places:
            return word
        at = self.random.choice(places)
        return word[:at] + self.random.choice(SAME_LETTER[word[at]]) + word[at + 1:]

    def join(self, made, most_characters):
        r = self.random
        before = self.cut(" ".join(r.choice(self.sentences).split()[:r.randint(1, 8)]), max(4, most_characters - len(made) - 2))
        after = " ".join(r.choice(self.sentences).split()[:r.randint(1, 8)])
        return r.choice([f"{before} {made} {after}", f"{before} {made}", f"{made} {after}", f"{before} số {made}", f"{before}: {made}",
                         f"({made}) {after}", f"{before} {made}; {after}"])

    def code(self):
        r = self.random
        number = str(r.choice([r.randint(1, 99), r.randint(100, 9999)]))
        if r.random() < 0.2:
            number = number.zfill(2)
        year = f"/{r.randint(1990, 2030)}" if r.random() < 0.35 else ""
        kind = r.choice(KINDS)
        agency = "-".join(r.sample(AGENCIES, r.choice([1, 1, 1, 2])))
        code = r.choice([f"{number}{year}/{kind}-{agency}", f"{number}{year}/{kind}-{agency}", f"{number}/{agency}-{r.choice(AGENCIES)}",
                         f"{number}{year}/{r.choice(['NĐ-CP', 'QH13', 'QH14', 'QH15', 'NQ-HĐND', 'QĐ-TTg', 'TT-BTC', 'QĐ-UBND'])}",
                         f"{r.randint(1, 3)}.{r.randint(0, 14999):06d}", f"{number}-{kind}/{r.choice(['TU', 'TW', 'ĐU', 'HU'])}",
                         f"{''.join(r.choices('ABCDEGHKLMNPQRSTVXY', k=r.randint(1, 3)))}{r.randint(10, 999999)}",
                         f"H{r.randint(10, 63)}.{r.randint(1, 99):02d}-{r.randint(100101, 301231)}-{r.randint(1, 9999):04d}",
                         f"TCVN {r.randint(1000, 13999)}:{r.randint(1990, 2030)}", f"QCVN {r.randint(1, 99):02d}:{r.randint(2008, 2030)}/{r.choice(AGENCIES)}"])
        return r.choice(["", "Số: ", "số ", "Số ", "Quyết định số ", "Nghị định số ", "Thông tư số "]) + code

    def date(self):
        r = self.random
        d, m, y = r.randint(1, 31), r.randint(1, 12), r.randint(1930, 2035)
        return r.choice([f"ngày {d:02d} tháng {m:02d} năm {y}", f"ngày {d} tháng {m} năm {y}", f"{d:02d}/{m:02d}/{y}", f"{d}/{m}/{y}",
                         f"{r.choice(PLACES[:6]).title()} {r.choice(GIVEN)}, ngày {d:02d} tháng {m:02d} năm {y}", f"{d:02d}-{m:02d}-{y}",
                         f"{r.randint(0, 23)}h{r.randint(0, 59):02d}", f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d} ngày {d}/{m}",
                         f"năm {y}", f"tháng {m}/{y}", f"từ ngày {d:02d}/{m:02d}/{y} đến ngày {r.randint(1, 31):02d}/{r.randint(1, 12):02d}/{y + 1}",
                         f"ngày tháng năm {y}", f"quý {r.choice(['I', 'II', 'III', 'IV'])}/{y}", f"{y} - {y + 5}", f"{y}-{y + 1}"])

    def money(self):
        r = self.random
        amount = r.randint(1, 10 ** r.randint(2, 11))
        dotted = f"{amount:,}".replace(",", r.choice([".", ".", ".", ",", " "]))
        return r.choice(["", "Số tiền: ", "Tổng: "]) + dotted + r.choice([" đồng", " đ", " VNĐ", "đ", " VND", "", "đ/m²", " đồng/tháng", " USD", "%", " triệu đồng", " tỷ đồng"])

    def name(self):
        r = self.random
        name = " ".join([r.choice(FAMILY)] + r.sample(MIDDLE, r.choice([0, 1, 1, 1, 2])) + [r.choice(GIVEN)])
        return r.choice(["", "", "Ông ", "Bà ", "Ông: ", "Đ/c ", "Họ và tên: ", "ThS. ", "TS. ", "BS. ", "PGS.TS ", "Người ký: "]) + name

    def address(self):
        r = self.random
        pieces = [f"{p} {r.choice(GIVEN)} {r.choice(GIVEN)}" if r.random() < 0.7 else f"{p} {r.randint(1, 30)}" for p in r.sample(PLACES, r.randint(1, 4))]
        number = f"{r.randint(1, 999)}{r.choice(['', '', 'A', 'B', '/12', '/' + str(r.randint(1, 99))])}"
        return r.choice(["", "Địa chỉ: ", "Số ", "Nơi thường trú: "]) + number + " " + ", ".join(pieces)

    def form(self):
        r = self.random
        label = " ".join(r.choice(self.sentences).split()[:r.randint(1, 6)]).rstrip(";.,:")
        dots = "." * r.randint(3, 60)
        if r.random() < 0.2:
            dots = "_" * r.randint(3, 20)
        return r.choice([f"{label}: {dots}", f"{label}{dots}", f"{label}: {dots} {r.choice(['Ngày', 'Nơi cấp', 'Năm', 'tại'])} {'.' * r.randint(3, 20)}",
                         f"{dots}", f"{label} {dots} {r.randint(1, 300)}", f"□ {label}", f"□ {label}", f"{label} □ {label}", f"☑ {label}"])

    def title(self):
        return self.random.choice(TITLES)

    def syllable(self):
        r = self.random
        rhyme = r.choice(RHYMES)
        tone = r.choice(TONES)
        marked = unicodedata.normalize("NFC", rhyme)
        at = next((i for i, c in enumerate(marked) if c in "ăâêôơư"), None)
        if at is None:
            vowels = [i for i, c in enumerate(marked) if c in "aeiouy"]
            at = r.choice(vowels[:2])
        if "ươ" in marked:
            at = marked.index("ơ")
        return unicodedata.normalize("NFC", r.choice(ONSETS) + marked[:at + 1] + tone + marked[at + 1:])

    def syllables(self):
        r = self.random
        words = [self.syllable() for _ in range(r.randint(1, 16))]
        style = r.random()
        if style < 0.25:
            words = [w.capitalize() for w in words]
        elif style < 0.5:
            words = [w.upper() for w in words]
        return " ".join(words)

    def numbers(self):
        r = self.random
        pieces = [r.choice([str(r.randint(0, 9)), str(r.randint(10, 99999)), f"{r.randint(0, 999)},{r.randint(0, 99)}", f"{r.random():.2f}",
                            f"0{r.randint(10**8, 10**9 - 1)}", f"{r.randint(10**11, 10**12 - 1):012d}", f"{r.randint(1, 99)}%", f"{r.randint(1, 31):02d}",
                            f"{r.randint(1, 99)}/{r.randint(1, 99)}", f"({r.randint(1, 99)})", f"{r.randint(1, 99)}x{r.randint(1, 99)}", f"{r.randint(1, 9)}m²"]) for _ in range(r.randint(1, 7))]
        return " ".join(pieces)

    def table_number(self):
        r = self.random
        return r.choice([str(r.randint(1, 400)), f"{r.randint(1, 99):02d}", f"{r.randint(1, 99)}.", "x", "X", "-", "I", "II", "III", "IV", "V", "VI", "A", "B",
                         f"{r.randint(1, 9)}.{r.randint(1, 9)}", f"-{r.randint(1, 99)}-", f"{r.randint(1, 99)}/{r.randint(1, 99)}", f"{r.randint(0, 99)},{r.randint(0, 9)}"])

    def foreign(self):
        return " ".join(self.random.choices(FOREIGN_WORDS, k=self.random.randint(1, 8)))

    def contact(self):
        r = self.random
        word = "".join(r.choices("abcdefghijklmnopqrstuvwxyz", k=r.randint(3, 10)))
        host = r.choice(["gmail.com", "yahoo.com", "moh.gov.vn", "hanoi.gov.vn", "mof.gov.vn", f"{word}.gov.vn", f"{word}.com.vn", f"{word}.edu.vn", f"{word}.vn"])
        return r.choice([f"{word}@{host}", f"Email: {word}{r.randint(1, 99)}@{host}", f"http://www.{host}", f"https://{host}/{word}", f"www.{host}",
                         f"Điện thoại: 0{r.randint(200, 299)}.{r.randint(10**5, 10**7 - 1)}", f"ĐT: 0{r.randint(10**8, 10**9 - 1)}", f"Fax: 024.{r.randint(10**6, 10**8 - 1)}",
                         f"{word}_{word[:3]}@{host}", f"(024) {r.randint(10**6, 10**8 - 1)}"])

    def marks(self):
        r = self.random
        signs = "“”‘’–—•·§°²³½×÷±≤≥≠«»→€©®№■□☑✓()[]{}<>*#&%$@!?+=~^|\\/_;:'\"µαΩüöäçñéèß"
        words = [self.syllable() for _ in range(r.randint(1, 6))]
        for _ in range(r.randint(1, 4)):
            at = r.randrange(len(words))
            sign = r.choice(signs)
            words[at] = r.choice([words[at] + sign, sign + words[at], sign, words[at] + sign])
        return " ".join(words)

    def letters(self):
        """Letters that nothing foretells: each mark has to be seen."""
        r = self.random
        kind = r.random()
        if kind < 0.5:
            pool = LOWER if kind < 0.25 else LOWER.upper()
            return " ".join("".join(r.choices(pool, k=r.randint(1, 5))) for _ in range(r.randint(1, 8)))
        if kind < 0.75:
            pool = "ABCDĐEGHIKLMNOPQRSTUVXYWZJF0123456789-/."
        else:
            pool = "abcdefghijklmnopqrstuvwxyzđ0123456789IlO1.,-/"
        return " ".join("".join(r.choices(pool, k=r.randint(1, 8))) for _ in range(r.randint(1, 6)))
