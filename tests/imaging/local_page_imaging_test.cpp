// SPDX-License-Identifier: Apache-2.0
#include "imaging/imaging_fixture.h"
#include "support/check_page_imaging.h"

namespace sohoa {
namespace {

TEST_F(ImagingTest, KeepsWhatPageImagingPromises) { CheckPageImaging(*imaging_); }

}  // namespace
}  // namespace sohoa
