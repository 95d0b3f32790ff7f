// SPDX-License-Identifier: Apache-2.0
//
// What is put on a printed paper by hand: seal, signature, stamps.
#pragma once

#include <string>
#include <vector>

#include "samples/page_canvas.h"

namespace sohoa {

// The round red seal of an agency, a star in its middle. (x, y) is the centre.
void DrawSeal(PageCanvas& canvas, double x, double y, double radius, const std::string& text);

// A signature in blue ink that fills about width by height.
void DrawSignature(PageCanvas& canvas, double x, double y, double width, double height);

// "KHẨN" in a red frame of a single line (App. I: 20 x 8 mm), which is noted as a plain line.
void DrawUrgency(PageCanvas& canvas, double x, double y, const std::string& text);

// The "ĐẾN" rectangle, 50 x 35 mm, with its number and day written by hand.
void DrawIncomingStamp(PageCanvas& canvas, double x, double y, const std::string& office);

}  // namespace sohoa
