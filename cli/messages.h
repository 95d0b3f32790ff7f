// SPDX-License-Identifier: Apache-2.0
//
// What the command says to people, in Vietnamese or English by LC_ALL, LC_MESSAGES, LANG.
#pragma once

#include <string>
#include <string_view>

#include "core/status.h"

namespace sohoa {

// True when messages are Vietnamese (a locale "vi..." is set).
bool SpeaksVietnamese();

// The one of both that this user reads.
const char* Say(const char* vietnamese, const char* english);

// A status for people: what happened in words of the user's language, then the technical
// message as it is.
std::string Explain(const Status& status);

}  // namespace sohoa
