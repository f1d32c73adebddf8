#include "cli/definition_walk.h"

#include <fmt/format.h>

#include "rerate/base/error.h"
#include "rerate/multiverse/lattice_of_remembered.h"
#include "rerate/study/definition_stream.h"

namespace rerate::cli {

DefinitionWalk::DefinitionWalk(const RememberedLattice& remembered)
    : lattice_(lattice_of(remembered)), size_(remembered.run) {
  if (size_ == lattice_.size()) return;
  if (size_ > DefinitionStream::kMostSampled)
    refuse(ErrorCode::trials_unusable,
           fmt::format("the ledger names a sample of {} definitions, more than any run draws", size_));
  sample_ = lattice_.sample(size_);
}

}  // namespace rerate::cli
