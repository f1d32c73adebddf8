#include "rerate/study/claim_words.h"

#include <fmt/format.h>

#include "rerate/study/sentence.h"

namespace rerate {

std::string exactness_in_words(const JudgedClaim& claim) {
  const auto within = claim.reproducing - claim.exactly;
  if (within <= 0) return {};
  if (claim.exactly == 0) return claim.reproducing == 1 ? "within rounding" : "all within rounding";
  return fmt::format("{} exactly, {} within rounding", grouped(static_cast<double>(claim.exactly), 0),
                     grouped(static_cast<double>(within), 0));
}

std::string judged_by_in_words(const JudgedClaim& claim) {
  if (claim.sample_of.empty()) return count_of(static_cast<std::size_t>(claim.definitions), "definition");
  return fmt::format("an even sample of {} of {} definitions",
                     grouped(static_cast<double>(claim.definitions), 0), claim.sample_of);
}

std::string verdict_with_source(const JudgedClaim& claim) {
  return claim.given ? claim.verdict + ", from given figures" : claim.verdict;
}

}  // namespace rerate
