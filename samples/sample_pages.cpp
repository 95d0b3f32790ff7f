// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_pages.h"

#include <array>
#include <utility>

#include "samples/paper_pages.h"
#include "samples/papers.h"
#include "samples/sample_files.h"

namespace sohoa {
namespace {

constexpr std::array<std::string_view, 6> kKindNames = {"plan",    "letter",      "decision",
                                                        "receipt", "declaration", "blank"};
constexpr std::array<std::string_view, 6> kDegradationNames = {"none",  "light", "scan",
                                                               "heavy", "copy",  "fax"};

Result<SampleTruth> DrawOfficial(OfficialPaper paper, const DrawOptions& options,
                                 const SamplePageSink& sink) {
  if (Status status = DrawPaper(paper, options, sink); !status.ok()) return status;
  return std::move(paper.truth);
}

Result<SampleTruth> DrawBlank(const DrawOptions& options, const SamplePageSink& sink) {
  const SamplePageSink blank = [&sink](SamplePage page) {
    page.truth.blank = true;
    return sink(std::move(page));
  };
  PaperPages pages(options, blank);
  if (Status status = pages.Next(kA4Width, kA4Height, std::nullopt); !status.ok()) return status;
  if (Status status = pages.Finish(); !status.ok()) return status;
  SampleTruth truth;
  truth.class_code = "other";
  return truth;
}

}  // namespace

Status CheckDrawOptions(const DrawOptions& options) {
  const auto refuse = [](const std::string& why) {
    return Status(StatusCode::kInvalidArgument, "draw a sample page: " + why);
  };
  if (options.dpi < 72 || options.dpi > 600) return refuse("dpi is not from 72 to 600");
  if (options.rotation < 0 || options.rotation > 270 || options.rotation % 90 != 0) {
    return refuse("rotation is none of 0, 90, 180, 270");
  }
  const double skew = options.skew.value_or(0);
  if (!(skew >= -5 && skew <= 5)) return refuse("skew is not from -5 to 5 degrees");
  return CheckSampleFonts();
}

std::string_view SampleKindName(SampleKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::optional<SampleKind> SampleKindFromName(std::string_view name) {
  for (std::size_t i = 0; i < kKindNames.size(); ++i) {
    if (kKindNames[i] == name) return static_cast<SampleKind>(i);
  }
  return std::nullopt;
}

std::optional<Degradation> DegradationFromName(std::string_view name) {
  for (std::size_t i = 0; i < kDegradationNames.size(); ++i) {
    if (kDegradationNames[i] == name) return static_cast<Degradation>(i);
  }
  return std::nullopt;
}

Result<SampleTruth> DrawSample(SampleKind kind, const DrawOptions& options,
                               const SamplePageSink& sink) {
  if (Status status = CheckDrawOptions(options); !status.ok()) return status;
  switch (kind) {
    case SampleKind::kPlan:
      return DrawOfficial(PlanPaper(), options, sink);
    case SampleKind::kLetter:
      return DrawOfficial(LetterPaper(), options, sink);
    case SampleKind::kDecision:
      return DrawOfficial(DecisionPaper(), options, sink);
    case SampleKind::kReceipt:
      return DrawReceipt(options, sink);
    case SampleKind::kDeclaration:
      return DrawDeclaration(options, sink);
    case SampleKind::kBlank:
      return DrawBlank(options, sink);
  }
  return Status(StatusCode::kInvalidArgument, "draw a sample page: no such kind");
}

Result<SampleTruth> DrawText(std::string_view text, SampleKind layout, const DrawOptions& options,
                             const SamplePageSink& sink) {
  if (Status status = CheckDrawOptions(options); !status.ok()) return status;
  if (layout != SampleKind::kPlan && layout != SampleKind::kLetter) {
    return Status(StatusCode::kInvalidArgument,
                  "draw a text: only the layouts plan and letter take a text");
  }
  return DrawOfficial(PaperOfText(text, layout), options, sink);
}

Result<SamplePage> DrawSamplePage(SampleKind kind, std::uint32_t page, const DrawOptions& options) {
  std::optional<SamplePage> found;
  std::uint32_t index = 0;
  const Result<SampleTruth> truth = DrawSample(kind, options, [&](SamplePage drawn) {
    if (index++ == page) found = std::move(drawn);
    // No need to draw what comes after it.
    return found ? Status(StatusCode::kCancelled, "drawn") : Status();
  });
  if (found) return std::move(*found);
  if (!truth) return truth.status();
  return Status(StatusCode::kNotFound, "draw page " + std::to_string(page) + " of sample " +
                                           std::string(SampleKindName(kind)) + ": it has " +
                                           std::to_string(index));
}

Result<std::string> DrawSamplePng(SampleKind kind, std::uint32_t page, const DrawOptions& options) {
  const Result<SamplePage> drawn = DrawSamplePage(kind, page, options);
  if (!drawn) return drawn.status();
  return EncodePng(drawn->image, PngEffort::kHaste);
}

Result<SampleTruth> TruthOf(SampleKind kind, const DrawOptions& options) {
  std::vector<SamplePageTruth> pages;
  Result<SampleTruth> truth = DrawSample(kind, options, [&pages](SamplePage page) {
    pages.push_back(std::move(page.truth));
    return Status();
  });
  if (truth) truth->pages = std::move(pages);
  return truth;
}

}  // namespace sohoa
