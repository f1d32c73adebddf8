#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace rerate {

// 64-bit hash of whole numbers, the same on every machine. For tables, not against an adversary.
std::uint64_t hash_of(std::span<const std::int32_t> figures);

// Lists of whole numbers, each kept once and numbered in the order in which they first came. One arena:
// about 4 bytes a figure and 32 a list.
class InternedSpans {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  // The number of this list, new when it was not there. `hash` is hash_of(figures). Amortised O(figures).
  // Not for several threads at once.
  std::uint32_t intern(std::span<const std::int32_t> figures, std::uint64_t hash);
  std::uint32_t intern(std::span<const std::int32_t> figures) { return intern(figures, hash_of(figures)); }

  // Holds until the next intern().
  std::span<const std::int32_t> operator[](std::uint32_t number) const {
    return {figures_.data() + ends_[number], ends_[number + 1] - ends_[number]};
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(hashes_.size()); }
  std::size_t figures() const { return figures_.size(); }
  void clear();

 private:
  void grow();

  std::vector<std::int32_t> figures_;
  std::vector<std::size_t> ends_ = {0};
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> slots_;  // open addressing, a power of two, at most half full
};

}  // namespace rerate
