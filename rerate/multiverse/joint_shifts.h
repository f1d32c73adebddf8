#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rerate {

// Patterns of events, each on an outcome. All outcomes stand on the same T dates.
class JointPatterns {
 public:
  // T finite outcomes, as many as the ones before. Returns its number.
  std::uint32_t add_outcome(std::vector<double> outcome);
  // Events are indexes into the outcome, at least one; weight > 0: how many definitions have this pattern.
  void add(std::uint32_t outcome, std::span<const std::int32_t> events, std::uint64_t weight = 1);

  std::size_t dates() const { return outcomes_.empty() ? 0 : outcomes_.front().size(); }
  std::size_t size() const { return weight_.size(); }
  std::uint64_t definitions() const { return definitions_; }
  const std::vector<std::vector<double>>& outcomes() const { return outcomes_; }
  std::span<const std::int32_t> events(std::size_t i) const {
    return {events_.data() + ends_[i], ends_[i + 1] - ends_[i]};
  }
  std::uint32_t outcome(std::size_t i) const { return outcome_[i]; }
  std::uint64_t weight(std::size_t i) const { return weight_[i]; }

 private:
  std::vector<std::vector<double>> outcomes_;
  std::vector<std::int32_t> events_;
  std::vector<std::size_t> ends_ = {0};
  std::vector<std::uint32_t> outcome_;
  std::vector<std::uint64_t> weight_;
  std::uint64_t definitions_ = 0;
};

// Could all definitions together have given this by chance? The inference of a specification curve
// (Simonsohn, Simmons and Nelson 2020), with all T circular shifts in place of their resampling.
//
// The effect of a pattern is the mean of its outcome at its events less the mean over all dates. s_k is the
// weighted median of the effects with the events of all patterns moved k dates later (wrapping round): the
// patterns keep their spacing and their dependence on each other, the outcomes theirs. Under the null that
// the whole was placed on the calendar at random all T shifts are equally likely, and p = #{k : |s_k - c|
// >= |s_0 - c|} / T is exact, c the mean of all s_k. Likewise for the share of definitions with an effect
// above 0. Ties are decided with a tolerance of 1e-12 times the largest absolute outcome.
struct JointShiftTest {
  double median_effect = 0, p_median = 1;
  double share_positive = 0, p_share = 1;  // share in 0..1
  std::uint64_t definitions = 0;           // sum of the weights
  std::size_t patterns = 0;
  std::int32_t dates = 0;  // T
};

// At least one pattern. O(patterns events T), in parallel; 100,000 patterns of 12 events on 557 dates take
// about half a second on two cores. 256 MiB beside the patterns. Same bits for any number of threads.
JointShiftTest joint_shift_test(const JointPatterns& patterns);

}  // namespace rerate
