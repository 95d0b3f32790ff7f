// SPDX-License-Identifier: Apache-2.0
//
// What the samples say. Names, places and numbers are invented; only the decree they carry
// out is real.
#pragma once

#include <string_view>

#include "samples/official_paper.h"

namespace sohoa {

OfficialPaper PlanPaper();
OfficialPaper LetterPaper();
OfficialPaper DecisionPaper();

// Forms that are not laid out as official papers.
Result<SampleTruth> DrawReceipt(const DrawOptions& options, const SamplePageSink& sink);
Result<SampleTruth> DrawDeclaration(const DrawOptions& options, const SamplePageSink& sink);

// A paper out of a text of somebody's own; see DrawText.
OfficialPaper PaperOfText(std::string_view text, SampleKind layout);

}  // namespace sohoa
