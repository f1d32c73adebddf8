#include "rerate/multiverse/interned_spans.h"

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {

std::uint64_t hash_of(std::span<const std::int32_t> figures) {
  // Multiply and fold, with the finaliser of SplitMix64 (Steele, Lea and Flood 2014).
  std::uint64_t hash = 0x9e3779b97f4a7c15ULL ^ figures.size();
  for (const auto figure : figures) {
    hash = (hash ^ static_cast<std::uint32_t>(figure)) * 0xbf58476d1ce4e5b9ULL;
    hash ^= hash >> 31;
  }
  hash = (hash ^ (hash >> 30)) * 0x94d049bb133111ebULL;
  return hash ^ (hash >> 29);
}

std::uint32_t InternedSpans::intern(std::span<const std::int32_t> figures, std::uint64_t hash) {
  if (2 * (hashes_.size() + 1) > slots_.size()) grow();
  const auto mask = slots_.size() - 1;
  auto slot = static_cast<std::size_t>(hash) & mask;
  for (; slots_[slot] != kNone; slot = (slot + 1) & mask)
    if (hashes_[slots_[slot]] == hash && std::ranges::equal((*this)[slots_[slot]], figures))
      return slots_[slot];
  const auto number = size();
  RERATE_ASSERT(number + 1 < kNone, "more lists than there are numbers");
  slots_[slot] = number;
  hashes_.push_back(hash);
  figures_.insert(figures_.end(), figures.begin(), figures.end());
  ends_.push_back(figures_.size());
  return number;
}

void InternedSpans::clear() {
  figures_.clear();
  ends_ = {0};
  hashes_.clear();
  slots_.clear();
}

void InternedSpans::grow() {
  constexpr std::size_t kFewestSlots = 64;
  slots_.assign(std::max(kFewestSlots, 2 * slots_.size()), kNone);
  const auto mask = slots_.size() - 1;
  for (std::uint32_t number = 0; number < size(); ++number) {
    auto slot = static_cast<std::size_t>(hashes_[number]) & mask;
    while (slots_[slot] != kNone) slot = (slot + 1) & mask;
    slots_[slot] = number;
  }
}

}  // namespace rerate
