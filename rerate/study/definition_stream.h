#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/study/definition_runs.h"

namespace rerate {

struct SharedWork;  // shared_work.h

// Some definitions in ascending order, and their figures.
struct StreamedDefinitions {
  std::vector<std::uint64_t> definitions;
  std::vector<std::vector<double>> figures;  // by column, beside the definitions; NaN: it gives none
  // All that they give, beside the definitions; empty for event studies, and for rows that were read from a file.
  std::vector<OneRun> runs = {};
};

// The definitions of a section one after the other, for whoever keeps them elsewhere than in memory: in ascending order, from any
// place on. Event studies go through event_lattice.h, some hundred thousand at a time; all others are run one by one, a
// few hundred at a time. What cannot be run gives no figures.
class DefinitionStream {
 public:
  struct Column {
    std::string
        name;  // "led", "led_p": a p-value that is a number of its own too, `p_led` or `led_p`, has no second column
    std::size_t figure = 0;
    bool is_p = false;
  };
  struct Control {
    const std::atomic<bool>* stop = nullptr;
    std::function<void(std::uint64_t done, std::uint64_t of)> progress =
        {};  // `done` counts from the first of all
  };

  // All of the lattice, or an even sample of `most` of it; the columns are the figures that the study's own definition has. The section
  // has choices. Throws UserError lattice_too_large: more than kMostWhole without `most`, more than kMostSampled with it;
  // choice_own, and what the study's own definition is refused for.
  DefinitionStream(const SectionRequest& section, const SectionContext& context,
                   std::optional<std::uint64_t> most);
  static constexpr std::uint64_t kMostWhole = 1'000'000'000;
  static constexpr std::uint64_t kMostSampled = 100'000'000;

  const Lattice& lattice() const { return lattice_; }
  std::uint64_t size() const { return sample_.empty() ? whole_ : sample_.size(); }
  bool whole() const { return sample_.empty(); }
  std::uint64_t definition(std::uint64_t place) const { return sample_.empty() ? place : sample_[place]; }
  const std::vector<std::string>& figures() const { return names_; }
  const std::vector<Column>& columns() const { return columns_; }
  // The study's own definition, as a row.
  const StreamedDefinitions& own() const { return own_; }

  // From the one at place `first` (of size()) to the last, or until it is stopped: where it got to. `sink` is called on this
  // thread. The same for any number of threads.
  using Sink = std::function<void(StreamedDefinitions)>;
  std::uint64_t run(std::uint64_t first, const Sink& sink, const Control& control) const;

 private:
  bool is_event_study() const;
  void add_columns(const Figure& figure, bool has_p);
  void add_own_columns(const std::vector<Figure>& figures);
  std::vector<Figure> own_event_figures() const;
  OneRun run_one(std::uint64_t definition, SharedWork& shared) const;
  void lay_row(const Figures& found, std::span<double> figures) const;
  // Nothing when stopped.
  std::optional<StreamedDefinitions> run_some(std::vector<std::uint64_t> definitions,
                                              const std::atomic<bool>* stop) const;
  std::optional<StreamedDefinitions> run_some_events(std::vector<std::uint64_t> definitions,
                                                     const std::atomic<bool>* stop) const;
  std::optional<std::vector<NumberColumn>> run_events(const std::vector<std::uint64_t>& definitions,
                                                      const std::atomic<bool>* stop) const;

  const SectionRequest& section_;
  const SectionContext& context_;
  Lattice lattice_;
  std::uint64_t whole_ = 0;
  std::vector<std::uint64_t> sample_;  // empty: all
  std::vector<std::string> names_;
  std::vector<Column> columns_;
  StreamedDefinitions own_;
};

}  // namespace rerate
