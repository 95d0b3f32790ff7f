// SPDX-License-Identifier: Apache-2.0
//
// Entity tags (RFC 9110, 8.8.3): who has an answer already is not sent it again.
#pragma once

#include <string>
#include <string_view>

#include "api/http_message.h"

namespace sohoa {

// A strong tag, with its quotes, of what an answer is made from; `version`, where it is not empty, stands before it, so
// that the tag says to If-Match which version was seen.
std::string EntityTagOf(std::string_view content, std::string_view version = {});

// Whether If-None-Match has `tag`, or is "*".
bool ClientHas(const HttpRequest& request, std::string_view tag);

// An answer of 200 gets the tag of its body, unless it has one; where the client has that, it becomes 304 without a body.
void AnswerByTag(const HttpRequest& request, HttpResponse& response);

// Whether If-Match names that version of a dossier: by its number, or by a tag that begins with it.
bool NamesVersion(std::string_view if_match, std::string_view version);

}  // namespace sohoa
