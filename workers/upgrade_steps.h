// SPDX-License-Identifier: Apache-2.0
//
// Every step from an older format of an archive to the present one, in order. To change a format:
// raise kMetaFormat or kBlobsFormat (storage/archive.h), add a step here, and a test that opens an
// archive of the format before (tests/workers/upgrade_test.cpp).
#pragma once

#include <vector>

#include "storage/archive_upgrade.h"

namespace sohoa {

std::vector<UpgradeStep> ArchiveUpgradeSteps();

}  // namespace sohoa
