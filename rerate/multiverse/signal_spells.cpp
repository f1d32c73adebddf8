#include "rerate/multiverse/signal_spells.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr std::size_t kBits = 64;

// The first bit set at or after `from`; `end` when there is none.
std::size_t next_bit(const std::vector<std::uint64_t>& bits, std::size_t from, std::size_t end) {
  if (from >= end) return end;
  auto word = from / kBits;
  auto rest = bits[word] & (~std::uint64_t{0} << from % kBits);
  while (rest == 0) {
    if (++word == bits.size()) return end;
    rest = bits[word];
  }
  return word * kBits + static_cast<std::size_t>(std::countr_zero(rest));
}

}  // namespace

SignalSpells::SignalSpells(std::span<const double> x, std::size_t most_bytes)
    : serves_(x.size() * (x.size() / 8 + 1) <= most_bytes) {
  if (!serves_) return;
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (std::isnan(x[t])) continue;
    place_.push_back(t);
    value_.push_back(x[t]);
  }
  std::ranges::sort(value_);
  value_.erase(std::unique(value_.begin(), value_.end()), value_.end());
  words_ = (place_.size() + kBits - 1) / kBits;
  below_.assign((value_.size() + 1) * words_, 0);
  for (std::size_t i = 0; i < place_.size(); ++i) {
    const auto rank =
        static_cast<std::size_t>(std::ranges::lower_bound(value_, x[place_[i]]) - value_.begin());
    below_[(rank + 1) * words_ + i / kBits] |= std::uint64_t{1} << i % kBits;
  }
  for (auto at = words_; at < below_.size(); ++at) below_[at] |= below_[at - words_];
}

std::int32_t SignalSpells::values_below(double level, bool inclusive) const {
  const auto at =
      inclusive ? std::ranges::upper_bound(value_, level) : std::ranges::lower_bound(value_, level);
  return static_cast<std::int32_t>(at - value_.begin());
}

void SignalSpells::runs(const Threshold& threshold, Side side, int length, Bits& bits) const {
  // Above a level is what is not at or below it.
  const bool below = side == Side::below;
  const auto rank = values_below(threshold.level, below == threshold.inclusive);
  const auto* first = below_.data() + static_cast<std::size_t>(rank) * words_;
  bits.assign(first, first + words_);
  if (!below) {
    for (auto& word : bits) word = ~word;
    if (place_.size() % kBits != 0) bits.back() &= (std::uint64_t{1} << place_.size() % kBits) - 1;
  }
  // Each time once more: bits that are followed by one.
  for (int i = 1; i < length; ++i) {
    bool any = false;
    for (std::size_t word = 0; word < words_; ++word) {
      // The next one of the run so far, which is not yet shortened to the right.
      const auto next = word + 1 < words_ ? bits[word + 1] : 0;
      bits[word] &= bits[word] >> 1 | next << (kBits - 1);
      any = any || bits[word] != 0;
    }
    if (!any) return;
  }
}

std::vector<Spell> SignalSpells::spells(const ThresholdRule& rule) const {
  RERATE_ASSERT(serves_ && rule.enter_periods >= 1 && rule.leave_periods >= 1, "a rule and signal that fit");
  std::vector<Spell> result;
  if (words_ == 0) return result;
  const auto other = rule.side == Side::below ? Side::above : Side::below;
  Bits entering, leaving;
  runs(rule.enter, rule.side, rule.enter_periods, entering);
  runs(rule.leave, other, rule.leave_periods, leaving);
  const auto end = place_.size();
  const auto in = static_cast<std::size_t>(rule.enter_periods),
             out = static_cast<std::size_t>(rule.leave_periods);
  for (std::size_t at = 0;;) {
    const auto start = next_bit(entering, at, end);
    if (start == end) return result;
    result.push_back({place_[start], std::nullopt, std::nullopt});
    const auto left = next_bit(leaving, start + in, end);
    if (left == end) return result;
    result.back().end = place_[left];
    result.back().confirm = place_[left + out - 1];
    at = left + out;
  }
}

}  // namespace rerate
