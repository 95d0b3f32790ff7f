// SPDX-License-Identifier: Apache-2.0
//
// Keys and records of a desk's spool at rest, for desk/spool.cpp alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/result.h"
#include "desk/capture.h"
#include "desk/pairing.h"

namespace sohoa {

inline constexpr std::string_view kCapturePrefix = "c/";         // capture -> Capture, without originals and edits
inline constexpr std::string_view kDeskOriginalPrefix = "o/";    // capture, place -> DeskOriginal
inline constexpr std::string_view kDeskEditPrefix = "e/";        // capture, number -> Edit
inline constexpr std::string_view kCoordinatorEpochKey = "m/epoch";  // of the coordinator(8)
inline constexpr std::string_view kNotePrefix = "n/";  // name -> whatever the desk keeps besides captures: PairedBrowser
std::string CaptureKey(const std::string& capture);
std::string DeskOriginalKey(const std::string& capture, std::uint32_t place);
std::string DeskEditKey(const std::string& capture, std::size_t number);
// Of which capture such a key is; empty for what is none.
std::string CaptureOfKey(std::string_view key);

std::string EncodeCapture(const Capture& capture);
Result<Capture> DecodeCapture(std::string_view bytes);
std::string EncodeDeskOriginal(const DeskOriginal& original);
Result<DeskOriginal> DecodeDeskOriginal(std::string_view bytes);
std::string EncodePairedBrowser(const PairedBrowser& browser);
Result<PairedBrowser> DecodePairedBrowser(std::string_view bytes);

}  // namespace sohoa
