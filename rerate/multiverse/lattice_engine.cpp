#include "rerate/multiverse/lattice_engine.h"

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {

LatticeEngine::LatticeEngine(const EventLattice& lattice, bool all)
    : lattice_(lattice),
      all_(all),
      stride_(lattice.options().signals.size() * lattice.options().rules.size() *
              lattice.options().anchors.size()) {}

LatticeRun LatticeEngine::run(const DefinitionNumbers& numbers, const std::function<void(const Chunk&)>& take,
                              const LatticeControl& control) {
  LatticeRun run;
  while (run.done < numbers.size() && !(control.stop && control.stop->load())) {
    turn_to(numbers[run.done] / stride_);
    const auto end = end_of_chunk(numbers, run.done);
    forget_what_is_too_much(control.most_kept);
    work_out(numbers, run.done, end);
    take({run.done, *outcome_number_, placement_, &*grid_, &*placements_, &*outcome_});
    run.done = end;
    run.tests = tests_ + outcome_->tests();
    if (control.progress) control.progress(run.done, numbers.size());
  }
  run.finished = run.done == numbers.size();
  return run;
}

// Definitions of one outcome, not more than what is found for them can be kept.
std::uint64_t LatticeEngine::end_of_chunk(const DefinitionNumbers& numbers, std::uint64_t begin) const {
  const auto most = std::min<std::uint64_t>(numbers.size() - begin, lists_->most_pairs());
  const auto next_outcome = (*outcome_number_ + 1) * stride_;
  if (numbers[begin + most - 1] < next_outcome) return begin + most;
  std::uint64_t low = begin, high = begin + most - 1;  // the first one at or beyond the next outcome
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (numbers[middle] < next_outcome)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

void LatticeEngine::turn_to(std::uint64_t outcome_number) {
  if (outcome_number_ == outcome_number) return;
  const auto& options = lattice_.options();
  const auto definition = lattice_.definition(outcome_number * stride_);
  const auto from = options.from[definition.from], to = options.to[definition.to];
  if (outcome_) tests_ += outcome_->tests();
  outcome_number_ = outcome_number;
  if (to_ != definition.to) {
    lists_.emplace(options, to);
    placements_.reset();
  }
  if (to_ != definition.to || market_ != definition.market) {
    const auto& market = options.markets[definition.market];
    grid_ = common_prices(*market.asset, market.benchmark, to, options.places);
  }
  to_ = definition.to;
  market_ = definition.market;
  const auto& horizon = options.horizons[definition.horizon];
  std::optional<Date> end;
  if (const auto* day = std::get_if<Date>(&horizon); day && !options.horizon_to_come) end = *day;
  if (!placements_ || !placements_->serves(*grid_, from, end))
    placements_.emplace(*grid_, from, end, options.anchors);
  outcome_.emplace(*grid_, horizon, from, all_);
}

void LatticeEngine::forget_what_is_too_much(std::size_t most_kept) {
  const bool lists = lists_->full(most_kept), placements = lists || placements_->full(most_kept);
  if (lists) lists_->forget();
  if (placements) placements_->forget();
  if (placements || outcome_->full(most_kept)) outcome_->forget();
}

void LatticeEngine::work_out(const DefinitionNumbers& numbers, std::uint64_t begin, std::uint64_t end) {
  const auto anchors = lattice_.options().anchors.size();
  const auto first = *outcome_number_ * stride_;
  pairs_.clear();
  cells_.clear();
  placement_.clear();
  for (auto i = begin; i < end; ++i) pairs_.push_back((numbers[i] - first) / anchors);
  lists_->find(pairs_);
  for (auto i = begin; i < end; ++i)
    cells_.push_back(lists_->list(pairs_[i - begin]) * anchors + (numbers[i] - first) % anchors);
  placements_->place(*lists_, cells_);
  for (const auto cell : cells_) placement_.push_back(placements_->placement(cell));
  outcome_->test(*placements_, placement_);
}

}  // namespace rerate
