// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/colour_profile.h"

#include <lcms2.h>

#include <memory>

namespace sohoa {
namespace {

constexpr double kProfileVersion = 2.1;
// ICC.1:2010, table 17: date and time of creation, then the profile id.
constexpr std::size_t kDateAt = 24;
constexpr std::size_t kDateLength = 12;

}  // namespace

Result<std::string> MakeSrgbProfile() {
  const std::unique_ptr<void, decltype(&cmsCloseProfile)> profile(cmsCreate_sRGBProfile(),
                                                                  &cmsCloseProfile);
  if (!profile) return Status(StatusCode::kInternal, "make sRGB profile: Little CMS gave none");
  cmsSetProfileVersion(profile.get(), kProfileVersion);
  cmsUInt32Number size = 0;
  if (!cmsSaveProfileToMem(profile.get(), nullptr, &size)) {
    return Status(StatusCode::kInternal, "make sRGB profile: Little CMS cannot measure it");
  }
  std::string bytes(size, '\0');
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) {
    return Status(StatusCode::kInternal, "make sRGB profile: Little CMS cannot write it");
  }
  bytes.resize(size);
  // Little CMS puts in the time of the call; the file must not depend on it.
  const std::string date("\x07\xD0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00", kDateLength);
  bytes.replace(kDateAt, kDateLength, date);
  return bytes;
}

}  // namespace sohoa
