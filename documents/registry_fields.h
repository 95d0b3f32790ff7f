// SPDX-License-Identifier: Apache-2.0
//
// What of a document can be held against a register, and what becomes of its fields once that has answered. Pure
// functions; who may be asked, and when, is decided elsewhere (docs/REGISTRIES.md).
#pragma once

#include <vector>

#include "core/document.h"
#include "core/registry_check.h"

namespace sohoa {

// Only where a paper says of which name its number is: it has one number and one name, and the number passes its own
// checks. A day of birth is asked with them unless the paper names somebody else besides, whose it may be.
std::vector<RegistryQuestion> QuestionsOf(const Document& document);

// Puts to the fields what was answered to the questions of this document, in place of older answers of the same register.
// A field that fails is for review, unless a person has decided on it; one that passes stays as it was.
void ApplyRegistryChecks(const std::vector<RegistryCheck>& checks, Document& document);

}  // namespace sohoa
