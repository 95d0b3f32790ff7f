// SPDX-License-Identifier: Apache-2.0
//
// Sample papers drawn as Decree 30/2020/NĐ-CP (App. I) and Circular 01/2018/TT-VPCP lay them
// out, with what stands on them. Names and places are invented. Equal options give equal
// pixels on one platform: fonts are Liberation Serif and Sans 2 (version 1 lacks Vietnamese
// letters), hinting is off.
//
// All functions may run in several threads at once. Errors: kUnavailable when a font is
// missing; kInvalidArgument for options out of range; kInternal when a library fails.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "samples/sample_truth.h"

namespace sohoa {

enum class SampleKind : std::uint8_t {
  kPlan = 0,         // kế hoạch with a landscape appendix table; several pages
  kLetter = 1,       // công văn, KHẨN
  kDecision = 2,     // quyết định, Căn cứ and Điều
  kReceipt = 3,      // Mẫu 01 with Code 128 and QR of the dossier code
  kDeclaration = 4,  // tờ khai
  kBlank = 5,        // an empty page
};
// "plan", "letter", "decision", "receipt", "declaration", "blank".
std::string_view SampleKindName(SampleKind kind);
// The kind of that name, or none.
std::optional<SampleKind> SampleKindFromName(std::string_view name);

// What a scanner and a life in a folder do to a page.
enum class Degradation : std::uint8_t {
  kNone = 0,
  kLight = 1,  // a good scan: slight noise, blur and skew
  kScan = 2,   // an ordinary one: uneven light, speckle, more skew
  kHeavy = 3,  // a poor one: show-through, strong noise, blur, dark edge
  kCopy = 4,   // a photocopy of a copy: no colour, hard edges, thin strokes, specks
  kFax = 5,    // a fax: black and white, half as fine downwards as across
};
std::optional<Degradation> DegradationFromName(std::string_view name);

struct DrawOptions {
  int dpi = 300;  // 72 to 600
  std::uint64_t seed = 1;
  Degradation degradation = Degradation::kNone;
  int rotation = 0;  // clockwise turn of the paper in the scanner: 0, 90, 180, 270
  std::optional<double> skew =
      std::nullopt;             // degrees, -5 to 5, positive = downhill; otherwise by degradation
  bool seal = true;             // red seal and blue signature over the signer's block
  bool incoming_stamp = false;  // the blue "ĐẾN" rectangle of a receiving office, first page
};

// sRGB, 8 bits, rows without padding.
struct SampleImage {
  int width = 0;
  int height = 0;
  int dpi = 0;
  std::string pixels;  // width * height * 3 bytes
};

struct SamplePage {
  SampleImage image;
  SamplePageTruth truth;
};

// Gets each page as it is finished, in order; an error from it stops the drawing.
using SamplePageSink = std::function<Status(SamplePage)>;

// kInvalidArgument where an option is out of range, kUnavailable where a font is missing.
Status CheckDrawOptions(const DrawOptions& options);

// Draws all pages of a kind, one in memory at a time. The truth that comes back has no
// `pages`: they went to the sink.
Result<SampleTruth> DrawSample(SampleKind kind, const DrawOptions& options,
                               const SamplePageSink& sink);

// Draws a text of one's own as a plan or a letter (kPlan, kLetter). The text is plain or
// Markdown as OCR services give it: headings with #, **bold**, *italic*, table rows with tabs.
Result<SampleTruth> DrawText(std::string_view text, SampleKind layout, const DrawOptions& options,
                             const SamplePageSink& sink);

// One page (from 0) in memory; for tests. kNotFound past the last page.
Result<SamplePage> DrawSamplePage(SampleKind kind, std::uint32_t page, const DrawOptions& options);
// The same as a PNG file.
Result<std::string> DrawSamplePng(SampleKind kind, std::uint32_t page, const DrawOptions& options);
// Everything about a sample without its pixels.
Result<SampleTruth> TruthOf(SampleKind kind, const DrawOptions& options);

}  // namespace sohoa
