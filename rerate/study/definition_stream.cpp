#include "rerate/study/definition_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/study/event_definition_columns.h"
#include "rerate/study/event_definition_lattices.h"
#include "rerate/study/figures.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kAtATime = 256, kEventsAtATime = std::uint64_t{1} << 18;

const Place& place_of(const SectionRequest& section) {
  if (section.choices->places.empty()) return section.place;
  return section.choices->places.front();
}

[[noreturn]] void refuse_size(const SectionRequest& section, const std::string& what) {
  refuse(ErrorCode::lattice_too_large, what, "Ask for an even sample: --max 10000.", place_of(section));
}

std::vector<std::uint64_t> sample_of(const SectionRequest& section, const Lattice& lattice,
                                     std::optional<std::uint64_t> most) {
  const auto size = lattice.size();
  if (!most) {
    if (!size || *size > DefinitionStream::kMostWhole)
      refuse_size(section, fmt::format("there are {} definitions", lattice.size_in_words()));
    return {};
  }
  if (size && *most >= *size && *size <= DefinitionStream::kMostWhole) return {};
  if (*most > DefinitionStream::kMostSampled)
    refuse_size(section, fmt::format("a sample of {} definitions; at most {} are drawn", *most,
                                     DefinitionStream::kMostSampled));
  if (!size) refuse_size(section, fmt::format("there are {} definitions", lattice.size_in_words()));
  return lattice.sample(*most);
}

}  // namespace

DefinitionStream::DefinitionStream(const SectionRequest& section, const SectionContext& context,
                                   std::optional<std::uint64_t> most)
    : section_(section), context_(context), lattice_(section.choices->choices) {
  sample_ = sample_of(section, lattice_, most);
  if (sample_.empty()) whole_ = *lattice_.size();
  const auto own = figures_of(section.question, section.id, context);
  own_.definitions = {lattice_.usual()};
  if (is_event_study()) {
    const auto columns = run_events(own_.definitions, nullptr);
    for (const auto& column : *columns)
      add_columns(column.name, column.values[0],
                  column.p.empty() ? std::nullopt : std::optional(column.p[0]));
  } else {
    for (const auto& figure : own.numbers)
      add_columns(figure.name, figure.value, std::isnan(figure.p) ? std::nullopt : std::optional(figure.p));
  }
}

void DefinitionStream::add_columns(const std::string& name, double value, std::optional<double> p) {
  names_.push_back(name);
  columns_.push_back({name, names_.size() - 1, false});
  own_.figures.push_back({value});
  if (!p) return;
  columns_.push_back({name + "_p", names_.size() - 1, true});
  own_.figures.push_back({*p});
}

bool DefinitionStream::is_event_study() const {
  return std::holds_alternative<EventStudyRequest>(section_.question);
}

// All figures of these definitions; the columns are the same for any of them.
std::optional<std::vector<NumberColumn>> DefinitionStream::run_events(
    const std::vector<std::uint64_t>& definitions, const std::atomic<bool>* stop) const {
  const auto& request = std::get<EventStudyRequest>(section_.question);
  const EventDefinitionQuestions questions(*section_.choices, lattice_, definitions);
  const EventDefinitionLattices lattices(questions, lattice_, definitions, context_, request.question.places);
  EventDefinitionColumns columns(definitions.size(), request.benchmark.has_value(), {});
  for (const auto& part : lattices.parts()) {
    std::vector<std::uint64_t> numbers;
    for (const auto& one : part.placed)
      if (numbers.empty() || numbers.back() != one.number) numbers.push_back(one.number);
    std::size_t next = 0;
    LatticeControl control;
    control.stop = stop;
    const auto run = part.lattice->run(
        numbers,
        [&](std::span<const DefinitionOutcome> outcomes) {
          for (const auto& outcome : outcomes)
            for (; next < part.placed.size() && part.placed[next].number == outcome.definition; ++next)
              columns.take(part.placed[next].place, outcome);
        },
        control);
    if (!run.finished) return std::nullopt;
  }
  return columns.release();
}

std::optional<StreamedDefinitions> DefinitionStream::run_some_events(std::vector<std::uint64_t> definitions,
                                                                     const std::atomic<bool>* stop) const {
  auto found = run_events(definitions, stop);
  if (!found) return std::nullopt;
  StreamedDefinitions some{std::move(definitions), {}};
  for (const auto& column : columns_) {
    auto& figures = (*found)[column.figure];
    some.figures.push_back(std::move(column.is_p ? figures.p : figures.values));
  }
  return some;
}

void DefinitionStream::row_of(std::uint64_t definition, std::span<double> figures) const {
  std::fill(figures.begin(), figures.end(), kMissing);
  std::vector<std::uint32_t> options(lattice_.choices().size());
  lattice_.options(definition, options);
  Figures found;
  try {
    found = figures_of(section_.choices->read(options), section_.id, context_);
  } catch (const UserError&) {
    return;
  }
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto& name = names_[columns_[c].figure];
    const auto at = std::find_if(found.numbers.begin(), found.numbers.end(),
                                 [&](const Figure& figure) { return figure.name == name; });
    if (at == found.numbers.end()) continue;
    const double figure = columns_[c].is_p ? at->p : at->value;
    if (std::isfinite(figure)) figures[c] = figure;
  }
}

std::optional<StreamedDefinitions> DefinitionStream::run_some(std::vector<std::uint64_t> definitions,
                                                              const std::atomic<bool>* stop) const {
  const auto count = definitions.size(), width = columns_.size();
  std::vector<double> rows(count * width);
  parallel_for(count, [&](std::size_t i) {
    if (stop && *stop) return;
    row_of(definitions[i], std::span(rows).subspan(i * width, width));
  });
  if (stop && *stop) return std::nullopt;
  StreamedDefinitions some{std::move(definitions), {}};
  some.figures.assign(width, std::vector<double>(count));
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t c = 0; c < width; ++c) some.figures[c][i] = rows[i * width + c];
  return some;
}

std::uint64_t DefinitionStream::run(std::uint64_t first, const Sink& sink, const Control& control) const {
  const auto at_a_time = is_event_study() ? kEventsAtATime : kAtATime;
  while (first < size()) {
    if (control.progress) control.progress(first, size());
    std::vector<std::uint64_t> definitions(std::min(at_a_time, size() - first));
    for (std::size_t i = 0; i < definitions.size(); ++i) definitions[i] = definition(first + i);
    const auto count = definitions.size();
    auto some = is_event_study() ? run_some_events(std::move(definitions), control.stop)
                                 : run_some(std::move(definitions), control.stop);
    if (!some) return first;
    sink(std::move(*some));
    first += count;
  }
  if (control.progress) control.progress(first, size());
  return first;
}

KeptDefinitions::KeptDefinitions(const DefinitionStream& stream, const std::string& lead) : stream_(stream) {
  const auto& columns = stream.columns();
  complete_ = stream.size() <= kMostRows;
  const bool all = stream.size() * std::max<std::size_t>(1, columns.size()) <= kMostKept;
  for (std::size_t c = 0; c < columns.size(); ++c)
    if (all || stream.figures()[columns[c].figure] == lead) kept_.push_back(c);
  figures_.resize(kept_.size());
}

void KeptDefinitions::add(const StreamedDefinitions& some) {
  if (!complete_) return;
  definitions_.insert(definitions_.end(), some.definitions.begin(), some.definitions.end());
  for (std::size_t i = 0; i < kept_.size(); ++i)
    figures_[i].insert(figures_[i].end(), some.figures[kept_[i]].begin(), some.figures[kept_[i]].end());
}

DefinitionRuns KeptDefinitions::take() {
  RERATE_ASSERT(complete_, "definitions that were kept");
  const auto own = stream_.lattice().usual();
  const auto at = std::lower_bound(definitions_.begin(), definitions_.end(), own) - definitions_.begin();
  if (at == static_cast<std::ptrdiff_t>(definitions_.size()) || definitions_[at] != own) {
    definitions_.insert(definitions_.begin() + at, own);
    for (std::size_t i = 0; i < kept_.size(); ++i)
      figures_[i].insert(figures_[i].begin() + at, stream_.own().figures[kept_[i]][0]);
  }
  DefinitionRuns runs{
      stream_.lattice(), std::move(definitions_), static_cast<std::size_t>(at), false, 0, {}, {}, {}, {}};
  runs.distinct = runs.definitions.size();
  runs.whole = runs.lattice.size() == runs.definitions.size();
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const auto& column = stream_.columns()[kept_[i]];
    if (column.is_p)
      runs.numbers.back().p = std::move(figures_[i]);
    else
      runs.numbers.push_back({stream_.figures()[column.figure], std::move(figures_[i]), {}});
  }
  return runs;
}

}  // namespace rerate
