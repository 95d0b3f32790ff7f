// SPDX-License-Identifier: Apache-2.0
//
// Page: one side of one sheet, and everything the page service found out about it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry.h"
#include "core/page_text.h"
#include "core/sha256.h"
#include "core/status.h"

namespace sohoa {

// Where a page comes from. Equal sources are the same page: a resend is recognised by it.
struct PageSource {
  std::string dossier;      // dossier code, "000.00.18.H42-181004-0001"
  std::string batch;        // id of the submit or scan that brought it
  std::uint32_t place = 0;  // of its original in the batch, from 0
  Sha256 original;          // the file or frame exactly as it came
  std::uint32_t index = 0;  // of the page in its original, from 0
  bool operator==(const PageSource&) const = default;
};

// `prefix` and 26 base-32 digits of the SHA-256 of `name`: equal names give equal ids.
std::string MakeId(char prefix, std::string_view name);

// Stable id of a page: "p" and 26 base-32 digits of a hash over its source, so that a
// repeated upload finds the page it made before. Safe in URLs, keys and file names.
std::string MakePageId(const PageSource& source);

struct Barcode {
  std::string format;  // "QRCode", "Code128", ...
  std::string text;    // UTF-8
  Box box;
  bool operator==(const Barcode&) const = default;
};

// Ink of a colour that print does not have, found by the prepare stage.
struct ColouredInk {
  enum class Kind : std::uint8_t { kRed = 0, kBlue = 1 };
  Kind kind = Kind::kRed;
  Box box;
  bool operator==(const ColouredInk&) const = default;
};

struct PageQuality {
  double score = 1;                // 0 unusable .. 1 good
  std::vector<std::string> flags;  // "red_seal" "low_contrast" "low_resolution" "blurred" "skewed" ...
  bool blank = false;
  bool operator==(const PageQuality&) const = default;
};

// The image of the page as it goes into the PDF: encoded, of the displayed page.
struct PageLayer {
  enum class Coding : std::uint8_t {
    kJpeg = 0,
    kCcittG4 = 1,
    kMixed = 2,  // print in one colour, as a mask, painted over paper that has everything else
  };
  // kMixed alone: what the mask is painted over, and in which colour.
  struct Paper {
    int width = 0;  // pixels that are stretched over the whole layer
    int height = 0;
    std::uint64_t size = 0;             // bytes of its JPEG file
    std::array<std::uint8_t, 3> ink{};  // sRGB
    bool operator==(const Paper&) const = default;
  };
  Coding coding = Coding::kJpeg;
  int width = 0;  // pixels; kMixed: of the mask
  int height = 0;
  int components = 3;  // JPEG, kMixed: 1 or 3. G4: 1, and 1 = black
  // A JPEG file, or raw MSB-first T.6 data; kMixed: the paper as a JPEG file, then the mask in
  // T.6, in which 1 is ink.
  std::string bytes;
  Paper paper = {};
  bool operator==(const PageLayer&) const = default;
};

// The parts of a mixed layer's `bytes`; empty where they are too short to hold both.
std::string_view PaperOf(const PageLayer& layer);
std::string_view MaskOf(const PageLayer& layer);

// What the page service leaves behind. Pixels are not in it but for the encoded layer.
struct PageRecord {
  std::string id;
  PageSource source;
  PageGeometry geometry;
  PageQuality quality;
  std::vector<Barcode> barcodes;
  std::vector<ColouredInk> inks;
  PageText text;
  PageLayer layer;
  Sha256 layer_sha256;  // of layer.bytes; set where the bytes live in a blob of their own
  std::vector<std::string> made_by;  // "prepare/1", "recognise/1 tesseract 5.3.0 vie"
  bool operator==(const PageRecord&) const = default;
};

// A page that could not go on, and why. Nothing is dropped: it can be retried or rejected.
// The stage of pages that are set aside because their document bears a degree of secrecy.
inline constexpr std::string_view kSecrecyStage = "secrecy";

struct QuarantinedPage {
  std::string page_id;
  PageSource source;
  std::string stage;  // "decode"
  Status reason;
  std::uint32_t attempts = 0;
  std::int64_t at_unix_ms = 0;
  bool rejected = false;  // a person decided that it stays out
};

}  // namespace sohoa
