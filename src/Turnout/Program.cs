return await Turnout.Verbs.RunAsync(args);
