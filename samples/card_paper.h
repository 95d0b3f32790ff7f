// SPDX-License-Identifier: Apache-2.0
//
// An identity card (ID-1, 85.6 by 54 mm), both sides copied onto one sheet as counters keep them.
#pragma once

#include <string>

#include "samples/paper_pages.h"

namespace sohoa {

struct CardPaper {
  std::string title;          // "CĂN CƯỚC CÔNG DÂN"
  std::string title_english;  // "Citizen Identity Card"
  std::string number;
  std::string name;  // capitals
  std::string birth;
  std::string sex;
  std::string hometown;
  std::string home;
  std::string expiry;
  std::string issued;
  std::string officer;
  std::string qr;
  std::string zone[3];  // machine readable
  double scale = 1.5;   // of the copy
  SampleTruth truth;
};

Status DrawCard(const CardPaper& card, const DrawOptions& options, const SamplePageSink& sink);

}  // namespace sohoa
