#pragma once

// A study of the figures that ship with Rerate whose two sections leave choices open, and what streams of them.

#include <memory>

#include "rerate/study/definition_stream.h"
#include "rerate/study/open_study_for_test.h"

namespace rerate {

struct StreamedStudy {
  const OpenStudy& open;
  const SectionContext& context;
  SectionRequest events;  // 54 definitions
  SectionRequest curve;   // 9, of which those with the last gap cannot be run

  StreamedStudy() : StreamedStudy(opened()) {}

 private:
  explicit StreamedStudy(const OpenStudy& study)
      : open(study),
        context(study.context),
        events(study.section("manufacturing-lows")),
        curve(study.section("curve-recessions")) {
    auto choices = std::make_shared<SectionChoices>(*curve.choices);
    choices->read = [read = choices->read](std::span<const std::uint32_t> options) {
      if (options[0] == 2) refuse(ErrorCode::study_file, "made to fail");
      return read(options);
    };
    curve.choices = std::move(choices);
  }

  static const OpenStudy& opened() {
    static OpenStudy study = read();
    study.context.inputs = &study.evaluated.inputs;
    return study;
  }

  static OpenStudy read() {
    namespace fs = std::filesystem;
    const fs::path source = RERATE_SOURCE_DIR;
    const auto folder = fs::temp_directory_path() / ("rerate_streamed_study_" + std::to_string(::getpid()));
    fs::create_directories(folder);
    import_pack(folder / "store.duckdb", read_pack(pack_in(source / "data/open")), make_date(2026, 9, 1));
    OpenStudy open;
    {
      const auto store = Store::open(folder / "store.duckdb");
      open.study = parse_study(kText, source / "studies/streamed.toml");
      open.evaluated = evaluate_plan(plan_study(open.study, store), store, std::nullopt);
    }
    open.context = {open.evaluated.as_of, open.study.seed, nullptr, {}, nullptr};
    fs::remove_all(folder);
    return open;
  }

  static constexpr const char* kText = R"toml([study]
title = "T"
packs = ["open"]
[[event_study]]
id = "manufacturing-lows"
signal = "philly.current_activity"
asset = "index(french.small_value)"
benchmark = "index(french.big_value)"
episode = { below = [-15, -20, -10], until = [10, 0, 5], gap = [1, 3, 6] }
anchor = "trough"
horizon = ["12m", "6m"]
[[curve_recessions]]
id = "curve-recessions"
curve = "rates.gs10 - bey(rates.tb3ms)"
gap = ["12m", "6m", "13m"]
window = ["24m", "12m", "18m"]
)toml";
};

inline StreamedDefinitions collected(const DefinitionStream& stream, std::uint64_t first = 0) {
  StreamedDefinitions all;
  all.figures.resize(stream.columns().size());
  stream.run(first,
             [&](const StreamedDefinitions& some) {
               all.definitions.insert(all.definitions.end(), some.definitions.begin(),
                                      some.definitions.end());
               for (std::size_t c = 0; c < some.figures.size(); ++c)
                 all.figures[c].insert(all.figures[c].end(), some.figures[c].begin(), some.figures[c].end());
             },
             {});
  return all;
}

}  // namespace rerate
