# SPDX-License-Identifier: Apache-2.0
"""The characters that the model knows, in the order of its classes (class 0 is "nothing").

With "nothing" they are 272, so that two steps' classes fill whole blocks of the kernels. What can
stand on paper but not here is drawn as what a typist would write for it (see line_text.typed).
"""
LOWER = ("aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợ"
         "uùúủũụưừứửữựyỳýỷỹỵđ")
VIETNAMESE = [c for c in LOWER if ord(c) > 127]
ASCII = [chr(code) for code in range(32, 127)]
SIGNS = list("“”‘’–—•·§°²³½×÷±≤≥«»→€®©№■□☑✓")
FOREIGN = list("üöäçñåøßïë")
GREEK = list("µαΩ")

ALPHABET = ASCII + VIETNAMESE + [c.upper() for c in VIETNAMESE] + SIGNS + FOREIGN + GREEK
CLASSES = 272
# Unused classes are never drawn; they keep the count when a character is added.
SPARE = CLASSES - 1 - len(ALPHABET)
assert len(set(ALPHABET)) == len(ALPHABET) and SPARE >= 0, (len(ALPHABET), SPARE)
# Private-use code points stand for the spare classes in the model's file.
FULL_ALPHABET = ALPHABET + [chr(0xE000 + i) for i in range(SPARE)]
CLASS_OF = {character: i + 1 for i, character in enumerate(ALPHABET)}


def encode(text):
    return [CLASS_OF[character] for character in text]


def decode(classes):
    """What a best path says: runs of one class are one character, "nothing" parts them."""
    text = []
    last = 0
    for one in classes:
        if one != last and one != 0:
            text.append(FULL_ALPHABET[one - 1])
        last = one
    return "".join(text)
