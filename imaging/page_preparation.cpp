// SPDX-License-Identifier: Apache-2.0
#include "imaging/page_preparation.h"

#include "imaging/clean_background.h"
#include "imaging/coloured_ink.h"
#include "imaging/resample.h"
#include "imaging/straighten.h"

namespace sohoa {
namespace {

// Darker than this is ink: what letters are counted by and codes sought in.
constexpr int kInk = 150;

}  // namespace

UprightPage MakeUpright(const LocalImagePtr& scan, double dpi, const PrepareOptions& options, const TurnEvidence& evidence) {
  UprightPage page;
  page.scan = scan;
  page.geometry.scanned_width = scan->width();
  page.geometry.scanned_height = scan->height();
  page.geometry.dpi = dpi;
  InkSeparation ink = SeparateInk(scan);
  QuarterTurn turn{options.rotation.value_or(0), 1};
  if (!options.rotation) turn = FindQuarterTurn(*ink.print, dpi, evidence);
  page.geometry.rotation = turn.rotation;
  page.orientation_confidence = turn.confidence;
  LocalImagePtr print = TurnQuarter(ink.print, turn.rotation);
  ink.print.reset();
  if (options.deskew) page.geometry.skew_degrees = FindSkew(*print);
  page.print = Straighten(print, page.geometry.skew_degrees);
  page.geometry.width = page.print->width();
  page.geometry.height = page.print->height();
  if (ink.mask != nullptr) {
    page.mask = StraightenMask(TurnQuarter(ink.mask, turn.rotation), page.geometry.skew_degrees);
    page.inks = FindInkPatches(*page.mask, dpi);
  }
  page.reading = CleanBackground(page.print);
  page.dark = DarkPixels(page.reading->data(), page.reading->stride(), page.reading->width(), page.reading->height(), kInk - 1);
  return page;
}

}  // namespace sohoa
