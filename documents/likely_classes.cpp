// SPDX-License-Identifier: Apache-2.0
#include "documents/likely_classes.h"

#include "documents/class_features.h"
#include "documents/class_model.h"
#include "documents/page_head.h"
#include "documents/text_lines.h"

namespace sohoa {

std::vector<LikelyClass> LikelyClasses(const std::vector<const PageRecord*>& pages, std::size_t most) {
  std::vector<LikelyClass> likely;
  if (pages.empty()) return likely;
  const PageRecord& first = *pages.front();
  const std::vector<TextLine> lines = LinesOfPage(first, 0);
  for (const ClassProbability& one : BuiltInClassModel().Probabilities(ClassFeaturesOf(first, lines, FindPageHead(first, lines), pages.size()))) {
    if (likely.size() == most) break;
    likely.push_back({std::string(one.code), one.probability});
  }
  return likely;
}

}  // namespace sohoa
