#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rerate {

// All definitions that could as well have been chosen: every combination of the options of some choices. A definition is a
// number, in mixed radix: the last choice turns fastest.
struct LatticeChoice {
  std::string name;                  // "below"
  std::vector<std::string> options;  // in words: "47", "47.5", "48"
  std::size_t usual = 0;             // the option of the study's own definition
  bool ordered = true;  // whether options lie on a scale, where near ones are more alike: levels, horizons
};

// How far a definition is from the study's own.
struct LatticeDistance {
  std::size_t choices = 0;  // that differ
  double steps = 0;         // over them: steps along an ordered scale over its length, 1 for others
  bool operator<(const LatticeDistance& other) const {
    return choices != other.choices ? choices < other.choices : steps < other.steps;
  }
  bool operator==(const LatticeDistance&) const = default;
};

class Lattice {
 public:
  // Asserts that every choice has options, its usual one among them.
  explicit Lattice(std::vector<LatticeChoice> choices);

  const std::vector<LatticeChoice>& choices() const { return choices_; }
  // Nothing above kLargest: such a lattice has no numbers, and everything below asserts.
  static constexpr std::uint64_t kLargest = std::uint64_t{1} << 62;
  std::optional<std::uint64_t> size() const { return size_; }
  std::string size_in_words() const;  // "1,200,000", "about 3.1e25"

  void options(std::uint64_t definition, std::span<std::uint32_t> out) const;  // out: one a choice
  std::uint64_t definition(std::span<const std::uint32_t> options) const;
  std::uint64_t usual() const;
  LatticeDistance distance(std::uint64_t definition) const;
  // What differs from the study's own: "below 47.5 instead of 48, horizon 6m instead of 12m"; "as in the study".
  std::string difference(std::uint64_t definition) const;

  // `count` different definitions spread evenly, the study's own among them, ascending; all when there are no more. By
  // the sequence of Sobol' (sobol_points.h): deterministic, and a larger sample holds the smaller one. O(count d) in the mean.
  std::vector<std::uint64_t> sample(std::uint64_t count) const;

 private:
  std::vector<LatticeChoice> choices_;
  std::vector<std::uint64_t> stride_;
  std::optional<std::uint64_t> size_;
  double about_ = 1;  // size as a number
};

// The definition nearest to the study's own for which `flips` holds; by distance, then number. Nothing when there is none.
// `definitions` as numbers. O(definitions d).
std::optional<std::uint64_t> nearest(const Lattice& lattice, std::span<const std::uint64_t> definitions,
                                     const std::function<bool(std::size_t)>& flips);

}  // namespace rerate
