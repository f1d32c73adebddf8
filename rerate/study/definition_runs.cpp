#include "rerate/study/definition_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "rerate/base/parallel.h"
#include "rerate/multiverse/choice_words.h"
#include "rerate/study/lattice_definitions.h"
#include "rerate/study/section_figures.h"
#include "rerate/study/sentence.h"
#include "rerate/study/shared_work.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kAtOnce = 64;
constexpr std::size_t kMostWithAllColumns = 1'000'000;
constexpr std::size_t kMostOptionsTold = 8;

std::uint64_t mixed(std::uint64_t state, std::uint64_t word) {  // SplitMix64 of both
  std::uint64_t z = (state ^ word) + 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

std::uint64_t mixed(std::uint64_t state, std::string_view text) {
  state = mixed(state, text.size());
  for (const char c : text) state = mixed(state, static_cast<unsigned char>(c));
  return state;
}

// Of everything that a definition gives; any NaN is as good as another.
std::uint64_t hash_of(const Figures& figures) {
  std::uint64_t hash = 0;
  for (const auto& figure : figures.numbers) {
    hash = mixed(hash, figure.name);
    hash = mixed(hash, std::isnan(figure.value) ? 1 : std::bit_cast<std::uint64_t>(figure.value + 0.0));
  }
  for (const auto& set : figures.sets) {
    hash = mixed(mixed(hash, set.name), set.members.size());
    for (const auto& member : set.members) hash = mixed(hash, member);
  }
  return hash;
}

// What the definitions give, figure by figure.
class Columns {
 public:
  Columns(const SectionRequest& section, std::size_t definitions)
      : definitions_(definitions), all_(definitions <= kMostWithAllColumns) {
    wanted_.push_back(section.multiverse.lead.empty() ? lead_figure(section.kind)
                                                      : figure_name(section.kind, section.multiverse.lead));
    for (const auto& request : section.claims)
      for (const auto& figure : request.claim.figures)
        wanted_.push_back(figure_name(section.kind, figure.name));
  }

  void add(std::size_t place, const Figures& figures) {
    for (const auto& figure : figures.numbers)
      if (keeps(figure.name)) add(place, figure);
    for (const auto& set : figures.sets)
      if (keeps(set.name)) add(place, set);
    hashes_.push_back(hash_of(figures));
  }

  void move_to(DefinitionRuns& runs) {
    for (auto& column : numbers_)
      if (std::all_of(column.p.begin(), column.p.end(), [](double p) { return std::isnan(p); }))
        column.p.clear();
    runs.numbers = std::move(numbers_);
    runs.sets = std::move(sets_);
    std::sort(hashes_.begin(), hashes_.end());
    runs.distinct = static_cast<std::uint64_t>(std::unique(hashes_.begin(), hashes_.end()) - hashes_.begin());
  }

  const std::string& lead() const { return wanted_.front(); }

 private:
  bool keeps(const std::string& name) const {
    return all_ || std::find(wanted_.begin(), wanted_.end(), name) != wanted_.end();
  }

  void add(std::size_t place, const Figure& figure) {
    const auto [at, added] = number_at_.emplace(figure.name, numbers_.size());
    if (added)
      numbers_.push_back({figure.name, std::vector<double>(definitions_, kMissing),
                          std::vector<double>(definitions_, kMissing)});
    numbers_[at->second].values[place] = std::isfinite(figure.value) ? figure.value : kMissing;
    numbers_[at->second].p[place] = std::isfinite(figure.p) ? figure.p : kMissing;
  }

  void add(std::size_t place, const FigureSet& set) {
    const auto [at, added] = set_at_.emplace(set.name, sets_.size());
    if (added) {
      sets_.push_back({set.name, std::vector<std::uint32_t>(definitions_, kNoSet), {}});
      members_at_.emplace_back();
    }
    auto& column = sets_[at->second];
    const auto [known, fresh] =
        members_at_[at->second].emplace(set.members, static_cast<std::uint32_t>(column.members.size()));
    if (fresh) column.members.push_back(set.members);
    column.sets[place] = known->second;
  }

  std::size_t definitions_;
  bool all_;
  std::vector<std::string> wanted_;  // the lead first
  std::vector<NumberColumn> numbers_;
  std::vector<SetColumn> sets_;
  std::map<std::string, std::size_t> number_at_, set_at_;
  std::vector<std::map<std::vector<std::string>, std::uint32_t>> members_at_;
  std::vector<std::uint64_t> hashes_;
};

// By option: how many definitions with it gave the lead number, and why the first did not.
class OptionTally {
 public:
  OptionTally(const Lattice& lattice, std::string lead)
      : lattice_(lattice), lead_(std::move(lead)), options_(lattice.choices().size()) {
    for (const auto& choice : lattice.choices()) counts_.emplace_back(choice.options.size());
  }

  void add(std::uint64_t definition, const OneRun& run) {
    lattice_.options(definition, options_);
    const bool given = gives(run);
    for (std::size_t i = 0; i < options_.size(); ++i) {
      auto& count = counts_[i][options_[i]];
      ++count.run;
      count.given += given ? 1 : 0;
      if (!given && count.why.empty())
        count.why = run.failed.empty() ? "the number is not available" : run.failed;
    }
  }

  std::vector<std::string> warnings() const {
    std::vector<std::string> told;
    std::size_t more = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i)
      for (std::size_t k = 0; k < counts_[i].size(); ++k) {
        const auto& count = counts_[i][k];
        if (count.run == 0 || count.given > 0) continue;
        const auto& choice = lattice_.choices()[i];
        if (told.size() < kMostOptionsTold)
          told.push_back(fmt::format("No definition with {} {} gives a number: {}.",
                                     choice_in_words(choice.name),
                                     option_in_words(choice.name, choice.options[k]), count.why));
        else
          ++more;
      }
    if (more > 0) told.push_back(fmt::format("{} more give none.", count_of(more, "option")));
    return told;
  }

 private:
  struct Count {
    std::uint64_t run = 0, given = 0;
    std::string why;
  };

  bool gives(const OneRun& run) const {
    if (!run.failed.empty()) return false;
    for (const auto& figure : run.figures.numbers)
      if (figure.name == lead_) return std::isfinite(figure.value);
    return !run.figures.numbers.empty();
  }

  const Lattice& lattice_;
  std::string lead_;
  std::vector<std::uint32_t> options_;
  std::vector<std::vector<Count>> counts_;
};

OneRun run_one(const SectionRequest& section, const SectionContext& context, const Lattice& lattice,
               std::uint64_t definition, const KnownRuns* known, SharedWork& shared) {
  if (known)
    if (const auto at = known->find(definition); at != known->end()) return at->second;
  OneRun run;
  try {
    std::vector<std::uint32_t> options(lattice.choices().size());
    lattice.options(definition, options);
    run.figures = figures_of(section.choices->read(options), section.id, context, shared);
  } catch (const UserError& error) {
    run.failed = error.failure().what;
  }
  return run;
}

// The study's own definition is the section's question, and what that is refused for is the section's refusal.
OneRun run_own(const SectionRequest& section, const SectionContext& context, const Lattice& lattice,
               const KnownRuns* known, SharedWork& shared) {
  if (known)
    if (const auto at = known->find(lattice.usual()); at != known->end() && at->second.failed.empty())
      return at->second;
  return {figures_of(section.question, section.id, context, shared), {}};
}

DefinitionRuns runs_over(Lattice lattice) { return {std::move(lattice), {}, 0, true, 0, {}, {}, {}, {}}; }

DefinitionRuns run_one_by_one(const SectionRequest& section, const SectionContext& context,
                              const RunLimits& limits) {
  auto runs = runs_over(Lattice(section.choices->choices));
  const auto& lattice = runs.lattice;
  runs.definitions = lattice_definitions(section, lattice, limits, kMostSectionDefinitions);
  const auto& definitions = runs.definitions;
  const auto count = definitions.size();
  runs.whole = count == *lattice.size();
  runs.own = static_cast<std::size_t>(
      std::lower_bound(definitions.begin(), definitions.end(), lattice.usual()) - definitions.begin());

  Columns columns(section, count);
  OptionTally tally(lattice, columns.lead());
  SharedWork shared;
  // First, so that its refusal is the section's, and columns stand in the order of its numbers.
  const auto own = run_own(section, context, lattice, limits.known, shared);
  columns.add(runs.own, own.figures);
  tally.add(definitions[runs.own], own);

  std::size_t done = 0;
  std::vector<OneRun> chunk;
  while (done < count && !(limits.stop && *limits.stop)) {
    chunk.assign(std::min(kAtOnce, count - done), {});
    parallel_for(chunk.size(), [&](std::size_t i) {
      if (done + i != runs.own)
        chunk[i] = run_one(section, context, lattice, definitions[done + i], limits.known, shared);
    });
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      if (done + i == runs.own) continue;
      if (chunk[i].failed.empty()) columns.add(done + i, chunk[i].figures);
      tally.add(definitions[done + i], chunk[i]);
    }
    done += chunk.size();
    if (limits.progress) limits.progress(done, count);
  }
  columns.move_to(runs);
  runs.warnings = tally.warnings();
  if (done < count) keep_own(runs, done);
  return runs;
}

}  // namespace

const NumberColumn* DefinitionRuns::number(std::string_view name) const {
  const auto found =
      std::find_if(numbers.begin(), numbers.end(), [&](const auto& column) { return column.name == name; });
  return found == numbers.end() ? nullptr : &*found;
}

const SetColumn* DefinitionRuns::set(std::string_view name) const {
  const auto found =
      std::find_if(sets.begin(), sets.end(), [&](const auto& column) { return column.name == name; });
  return found == sets.end() ? nullptr : &*found;
}

void keep_own(DefinitionRuns& runs, std::uint64_t done) {
  const auto own = runs.own;
  const auto keep = [own](auto& column) {
    if (!column.empty()) column = {column[own]};
  };
  runs.stopped = StoppedRun{done, runs.definitions.size()};
  for (auto& column : runs.numbers) keep(column.values), keep(column.p);
  for (auto& column : runs.sets) keep(column.sets);
  keep(runs.definitions);
  runs.own = 0;
  runs.distinct = 1;
  runs.whole = false;
  runs.joint = {};
  runs.warnings.clear();
}

DefinitionRuns run_definitions(const SectionRequest& section, const SectionContext& context,
                               const RunLimits& limits) {
  RERATE_ASSERT(section.choices, "a section without choices has no lattice");
  if (std::holds_alternative<EventStudyRequest>(section.question))
    return run_event_definitions(section, context, limits);
  return run_one_by_one(section, context, limits);
}

DefinitionRuns own_definition(const Section& section) {
  auto runs = runs_over(Lattice({}));
  runs.definitions = {runs.lattice.usual()};
  const auto figures = figures_from(section.kind, section.numbers, section.sets);
  for (const auto& figure : figures.numbers) {
    runs.numbers.push_back({figure.name, {figure.value}, {}});
    if (!std::isnan(figure.p)) runs.numbers.back().p = {figure.p};
  }
  for (const auto& set : figures.sets) runs.sets.push_back({set.name, {0}, {set.members}});
  runs.distinct = 1;
  return runs;
}

}  // namespace rerate
