// SPDX-License-Identifier: Apache-2.0
//
// Included before all else where clang 14 compiles what uses qpdf 11: in C++20 it does not take
// qpdf's JSON.hh, whose classes hold vectors of themselves unfinished. Nothing here uses JSON, so
// its name is enough.
#pragma once

#define JSON_HH
class JSON;
